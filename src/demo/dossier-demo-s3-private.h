// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-demo-call-private.h"

G_BEGIN_DECLS

/* What the files of S3 share. */
DossierDemoBucket *dossier_demo_s3_find_bucket       (DossierDemoCall          *call);
gboolean           dossier_demo_s3_may               (DossierDemoCall          *call,
                                                      const DossierDemoBucket  *bucket,
                                                      const char               *key,
                                                      const char               *action,
                                                      char                    **text);
DossierDemoBucket *dossier_demo_s3_authorize         (DossierDemoCall          *call,
                                                      const char               *action);
gboolean           dossier_demo_s3_encrypt           (DossierDemoCall          *call,
                                                      const DossierDemoBucket  *bucket,
                                                      DossierDemoObject        *object);
gboolean           dossier_demo_s3_decrypt           (DossierDemoCall          *call,
                                                      const DossierDemoObject  *object);
void               dossier_demo_s3_tell_encryption   (DossierDemoCall          *call,
                                                      const DossierDemoObject  *object);
gboolean           dossier_demo_s3_blocks            (const DossierDemoBucket  *bucket,
                                                      guint                     which);
void               dossier_demo_s3_refuse_bucket     (DossierDemoCall          *call,
                                                      guint                     status,
                                                      const char               *code,
                                                      const char               *text);

/* What the headers of metadata begin with. */
#define DOSSIER_DEMO_METADATA "x-amz-meta-"

/* Of an object that is read, also to be copied. */
DossierDemoObject *dossier_demo_s3_authorize_read    (DossierDemoCall          *call);
GBytes            *dossier_demo_s3_open              (DossierDemoCall          *call,
                                                      const DossierDemoObject  *object);
gboolean           dossier_demo_s3_has_etag          (const DossierDemoObject  *object,
                                                      const char               *list);
void               dossier_demo_s3_tell_etag         (DossierDemoCall          *call,
                                                      const DossierDemoObject  *object);
void               dossier_demo_s3_tell_checksum     (DossierDemoCall          *call,
                                                      const DossierDemoObject  *object);

/* Indexes of the digits of a bucket's block_public. */
enum { DOSSIER_DEMO_BLOCK_ACLS, DOSSIER_DEMO_IGNORE_ACLS, DOSSIER_DEMO_BLOCK_POLICY, DOSSIER_DEMO_RESTRICT_BUCKETS };

void dossier_demo_s3_list_buckets            (DossierDemoCall *call);
void dossier_demo_s3_head_bucket             (DossierDemoCall *call);
void dossier_demo_s3_get_bucket_location     (DossierDemoCall *call);
void dossier_demo_s3_create_bucket           (DossierDemoCall *call);
void dossier_demo_s3_get_bucket_policy       (DossierDemoCall *call);
void dossier_demo_s3_put_bucket_policy       (DossierDemoCall *call);
void dossier_demo_s3_delete_bucket_policy    (DossierDemoCall *call);
void dossier_demo_s3_get_policy_status       (DossierDemoCall *call);
void dossier_demo_s3_get_public_access_block (DossierDemoCall *call);
void dossier_demo_s3_put_public_access_block (DossierDemoCall *call);
void dossier_demo_s3_get_ownership           (DossierDemoCall *call);
void dossier_demo_s3_get_encryption          (DossierDemoCall *call);
void dossier_demo_s3_put_encryption          (DossierDemoCall *call);
void dossier_demo_s3_list_objects            (DossierDemoCall *call);
void dossier_demo_s3_put_object              (DossierDemoCall *call);
void dossier_demo_s3_get_object              (DossierDemoCall *call);
void dossier_demo_s3_copy_object             (DossierDemoCall *call);
void dossier_demo_s3_delete_object           (DossierDemoCall *call);

G_END_DECLS
