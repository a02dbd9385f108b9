// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <gio/gio.h>

#include "dossier-demo-finding.h"
#include "dossier-demo-world.h"

G_BEGIN_DECLS

/* Times are microseconds since 1970 UTC. Texts are owned by their record and
 * may be NULL where it is said; a record belongs to the world's list.
 */

/* A user, a role or a group. */
typedef struct
{
  char *arn;
  char *account;
  char *name;
  char *id;       /* AIDA…, AROA… or AGPA… */
  char *trust;    /* a role's trust policy; else NULL */
  char *boundary; /* nullable: ARN of the policy that bounds it */
  GStrv groups;   /* nullable: names of a user's groups */
  gint64 created;
} DossierDemoIdentity;

/* What an identity may do: inline, or managed and attached. */
typedef struct
{
  char *owner;    /* ARN of the identity; the organisation's id for a service control policy */
  char *name;
  char *arn;      /* of a managed policy; NULL when inline */
  char *document;
} DossierDemoPolicy;

/* A pair of keys, for good or for a session. */
typedef struct
{
  char *access_key_id;
  char *secret;
  char *token;          /* NULL when for good */
  char *identity;       /* ARN of the user or role */
  char *session;        /* nullable: the name of a role's session */
  char *session_policy; /* nullable */
  char *source_identity; /* nullable: who it is, through a chain of roles */
  gboolean mfa;
  gint64 created;
  gint64 expires;       /* 0 when for good */
} DossierDemoCredential;

typedef struct
{
  char *name;
  char *account;
  char *region;
  char *policy;         /* nullable */
  char *ownership;      /* BucketOwnerEnforced, BucketOwnerPreferred, ObjectWriter */
  char *block_public;   /* nullable: four digits 0 or 1, in the order of the API's members */
  char *sse;            /* AES256 or aws:kms */
  char *sse_key;        /* nullable: as PutBucketEncryption had it */
  gboolean sse_bucket_key;
  gint64 created;
} DossierDemoBucket;

typedef struct
{
  char *bucket;
  char *key;
  char *file;           /* its name in the folder of objects */
  char *etag;           /* without quotation marks */
  char *content_type;   /* nullable */
  char *sse;
  char *kms_key_arn;    /* nullable */
  gboolean bucket_key;
  char *checksum;       /* nullable: such as `crc32` */
  char *checksum_value; /* nullable: base64 */
  GStrv metadata;       /* nullable: `name=value`, name without x-amz-meta- */
  gint64 size;
  gint64 modified;
} DossierDemoObject;

typedef struct
{
  char *id;
  char *arn;
  char *account;
  char *region;
  char *description;
  char *state;          /* Enabled, Disabled, PendingDeletion, … */
  char *manager;        /* CUSTOMER or AWS */
  char *spec;
  char *usage;
  char *origin;
  char *policy;
  char *primary_region; /* of a multi-Region key; else NULL */
  gint64 created;
  gint64 deletion;      /* 0 when not pending */
} DossierDemoKey;

typedef struct
{
  char *name;           /* with alias/ */
  char *account;
  char *region;
  char *target;         /* nullable: key id */
  gint64 created;
} DossierDemoAlias;

typedef struct
{
  char *id;
  char *account;
  char *region;
  char *caller;         /* ARN */
  char *format;         /* CSV or JSON */
  char *bucket;
  char *prefix;         /* nullable */
  char *kms_key_arn;
  char *criteria;       /* nullable: JSON */
  char *status;         /* IN_PROGRESS, SUCCEEDED, FAILED, CANCELLED */
  char *error_code;     /* nullable */
  char *error_message;  /* nullable */
  gint64 created;
  gint64 due;           /* when it ends by itself */
} DossierDemoReport;

/* What IAM Identity Center gave out: a client, a device's code, an authorization code,
 * an access token or a refresh token.
 */
typedef struct
{
  char *kind;           /* client, device, code, access or refresh */
  char *id;             /* what it is shown by; secret but for a client */
  char *secret;         /* nullable: a client's secret, a device's user code */
  char *client;         /* nullable: the id of the client that got it */
  char *state;          /* nullable: of a device: pending, allowed or denied */
  char *challenge;      /* nullable: of a code (RFC 7636) */
  char *redirect_uri;   /* nullable: of a code; of a client, without a port */
  char *session;        /* nullable: of tokens: those of one sign-in have the same */
  gint64 asked;         /* of a device: when it was last asked for; else 0 */
  gint64 expires;
} DossierDemoGrant;

/* A filter that Inspector keeps; a rule that hides findings where its action is SUPPRESS. */
typedef struct
{
  char *arn;
  char *account;
  char *region;
  char *name;
  char *action;         /* NONE or SUPPRESS */
  char *criteria;       /* JSON */
  char *description;    /* nullable */
  char *reason;         /* nullable */
  char *tags;           /* nullable: JSON */
  gint64 created;
  gint64 updated;
} DossierDemoSavedFilter;

typedef struct _DossierDemoWorld DossierDemoWorld;

struct _DossierDemoWorld
{
  GPtrArray *identities;
  GPtrArray *policies;
  GPtrArray *credentials;
  GPtrArray *buckets;
  GPtrArray *objects;
  GPtrArray *keys;
  GPtrArray *aliases;
  GPtrArray *reports;
  GPtrArray *filters;
  GPtrArray *grants;
  gint64 epoch;         /* when the world was made: the present of its findings */

  /* Below is dossier-demo-world.c's own. */
  char *folder;
  char *scenario;
  char *notice;
  gboolean private_folder;
  gboolean changed;
  gpointer lock;
  gint64 stamp[3];
  GPtrArray *litter;
};

/* The account that the world is seen from: the delegated administrator. */
#define DOSSIER_DEMO_ORGANIZATION_ID "o-a1b2c3d4e5"
#define DOSSIER_DEMO_ORGANIZATION_PATH DOSSIER_DEMO_ORGANIZATION_ID "/r-ab12/"
#define DOSSIER_DEMO_N_ACCOUNTS 4
#define DOSSIER_DEMO_OUTSIDE_ACCOUNT "666677778888"

/* Life of a world */
DossierDemoWorld *dossier_demo_world_open   (const char        *folder,
                                             const char        *scenario,
                                             gint64             now,
                                             GError           **error);
void              dossier_demo_world_close  (DossierDemoWorld  *self);
gboolean          dossier_demo_world_begin  (DossierDemoWorld  *self,
                                             gint64             now,
                                             GError           **error);
gboolean          dossier_demo_world_end    (DossierDemoWorld  *self,
                                             GError           **error);
void              dossier_demo_world_change (DossierDemoWorld  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DossierDemoWorld, dossier_demo_world_close)

/* What is in it. Found records are the world's, and good until the next begin(). */
gboolean               dossier_demo_is_member               (const char             *account);
gboolean               dossier_demo_region_is_opt_in        (const char             *region);
gboolean               dossier_demo_region_exists           (const char             *region);
DossierDemoIdentity   *dossier_demo_world_find_identity     (DossierDemoWorld       *self,
                                                             const char             *arn);
DossierDemoIdentity   *dossier_demo_world_find_named        (DossierDemoWorld       *self,
                                                             const char             *account,
                                                             const char             *kind,
                                                             const char             *name);
GPtrArray             *dossier_demo_world_list_policies     (DossierDemoWorld          *self,
                                                             const DossierDemoIdentity *identity);
GPtrArray             *dossier_demo_world_list_organization_policies
                                                            (DossierDemoWorld       *self,
                                                             const char             *account);
DossierDemoCredential *dossier_demo_world_find_credential   (DossierDemoWorld       *self,
                                                             const char             *access_key_id);
DossierDemoBucket     *dossier_demo_world_find_bucket       (DossierDemoWorld       *self,
                                                             const char             *name);
DossierDemoObject     *dossier_demo_world_find_object       (DossierDemoWorld       *self,
                                                             const char             *bucket,
                                                             const char             *key);
DossierDemoKey        *dossier_demo_world_find_key          (DossierDemoWorld       *self,
                                                             const char             *account,
                                                             const char             *region,
                                                             const char             *reference);
DossierDemoReport     *dossier_demo_world_find_report       (DossierDemoWorld       *self,
                                                             const char             *account,
                                                             const char             *region,
                                                             const char             *id);

/* Objects: the content is a file of the world's folder. */
char                  *dossier_demo_world_object_path       (DossierDemoWorld       *self,
                                                             const char             *file);
char                  *dossier_demo_world_new_object_file   (DossierDemoWorld       *self,
                                                             GError                **error);
void                   dossier_demo_credential_free         (DossierDemoCredential  *credential);
void                   dossier_demo_saved_filter_free       (DossierDemoSavedFilter *filter);
void                   dossier_demo_grant_free              (DossierDemoGrant       *grant);
void                   dossier_demo_object_free             (DossierDemoObject      *object);
void                   dossier_demo_world_add_object        (DossierDemoWorld       *self,
                                                             DossierDemoObject      *object);
gboolean               dossier_demo_world_put_object        (DossierDemoWorld       *self,
                                                             DossierDemoObject      *object,
                                                             GBytes                 *content,
                                                             GError                **error);
void                   dossier_demo_world_remove_object     (DossierDemoWorld       *self,
                                                             DossierDemoObject      *object);

G_END_DECLS
