// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-aws-client.h"
#include "dossier-clock.h"
#include "dossier-export-record.h"
#include "dossier-test-server.h"

G_BEGIN_DECLS

/* As much of Inspector, S3 and KMS as an export meets, from the API references,
 * with faults on order. It counts what was really made.
 */

#define WORLD_TIME   (G_GINT64_CONSTANT (1764000000) * G_USEC_PER_SEC)
#define WORLD_REGION "us-east-1"
#define WORLD_BUCKET "reports"
#define WORLD_KEY    "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
#define WORLD_CALLER "arn:aws:iam::111122223333:user/ann"
#define WORLD_ROLE   "AWSReservedSSO_Audit_0123456789abcdef"
#define WORLD_ROLE_PATH "/aws-reserved/sso.amazonaws.com/eu-west-1/"
#define WORLD_CSV    "AWS Account Id,Severity,Title,Finding ARN\n" \
                     "111122223333,HIGH,One,arn:aws:inspector2:us-east-1:111122223333:finding/1\n" \
                     "111122223333,LOW,\"Two, with a comma\",arn:aws:inspector2:us-east-1:111122223333:finding/2\n"

/**
 * WorldFault:
 * @WORLD_FAULT_REFUSE: answer with the status and code, and do nothing
 * @WORLD_FAULT_UNHEARD: close the connection, and do nothing
 * @WORLD_FAULT_UNANSWERED: do it, then close the connection
 * @WORLD_FAULT_LATE: close the connection, and do it some requests later
 *
 * What goes wrong with a call.
 */
typedef enum
{
  WORLD_FAULT_REFUSE,
  WORLD_FAULT_UNHEARD,
  WORLD_FAULT_UNANSWERED,
  WORLD_FAULT_LATE,
} WorldFault;

typedef struct _World World;

World      *world_new            (void);
void        world_free           (World          *self);
const char *world_get_url        (World          *self);
DossierClock *world_get_clock    (World          *self);
guint       world_count          (World          *self,
                                  const char     *operation);
guint       world_count_made     (World          *self);
guint64     world_count_sent     (World          *self);
char       *world_dup_calls      (World          *self);
void        world_order_fault    (World          *self,
                                  const char     *operation,
                                  guint           times,
                                  WorldFault      fault,
                                  guint           status,
                                  const char     *code,
                                  const char     *message);
void        world_mend           (World          *self);
void        world_set_late       (World          *self,
                                  guint           n_requests);
void        world_set_polls      (World          *self,
                                  guint           n_polls);
void        world_set_outcome    (World          *self,
                                  const char     *status,
                                  const char     *error_code);
void        world_set_content    (World          *self,
                                  const char     *content,
                                  gssize          length);
void        world_set_cut        (World          *self,
                                  gsize           length,
                                  guint           times);
void        world_set_change     (World          *self,
                                  gboolean        at_cut);
void        world_set_checksum   (World          *self,
                                  const char     *checksum);
void        world_set_real_time  (World          *self,
                                  gboolean        real_time);
void        world_set_sse        (World          *self,
                                  const char     *kms_key_id);
void        world_set_bucket_region (World       *self,
                                  const char     *region);
void        world_set_key_state  (World          *self,
                                  const char     *state);
void        world_set_caller     (World          *self,
                                  const char     *arn);
void        world_set_circle     (World          *self,
                                  gboolean        circle);
void        world_set_prediction (World          *self,
                                  const char     *action,
                                  const char     *decision,
                                  const char     *details);
char       *world_dup_simulated  (World          *self);
void        world_set_policy     (World          *self,
                                  const char     *policy);
void        world_set_kept_policy (World         *self,
                                  const char     *policy,
                                  guint           times);
char       *world_dup_policy     (World          *self);
void        world_watch_folder   (World          *self,
                                  const char     *folder);
char       *world_dup_watched    (World          *self);
void        world_set_kill       (World          *self,
                                  guint           at_request,
                                  gboolean        after);
void        world_watch_process  (World          *self,
                                  int             pid);
char       *world_add_report     (World          *self,
                                  const char     *format,
                                  const char     *prefix,
                                  const char     *criteria,
                                  const char     *status,
                                  gint64          made);
void        world_set_status     (World          *self,
                                  const char     *report_id,
                                  const char     *status);
void        world_forget_report  (World          *self,
                                  const char     *report_id);
void        world_add_object     (World          *self,
                                  const char     *key,
                                  gint64          made);
void        world_remove_objects (World          *self);

DossierAwsClient    *world_client_new (const char   *url,
                                       DossierClock *clock);
DossierExportRecord *world_record_new (const char   *folder,
                                       gint64        started);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (World, world_free)

G_END_DECLS
