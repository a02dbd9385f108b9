// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-aws-json-private.h"
#include "dossier-error.h"
#include "dossier-json.h"
#include "dossier-kms-key.h"

G_DEFINE_BOXED_TYPE (DossierKmsKey, dossier_kms_key, dossier_kms_key_ref,
                     dossier_kms_key_unref)

static void
clear (gpointer data)
{
  DossierKmsKey *self = data;

  g_free (self->key_id);
  g_free (self->arn);
  g_free (self->account);
  g_free (self->description);
  g_free (self->state);
  g_free (self->manager);
  g_free (self->spec);
  g_free (self->usage);
  g_free (self->origin);
  g_free (self->multi_region_type);
}

static gboolean
take_time (JsonObject  *object,
           const char  *member,
           gint64      *instant,
           GError     **error)
{
  double seconds = 0;

  if (!dossier_json_get_double (object, member, &seconds, NULL, error))
    return FALSE;

  /* Beyond the year 9999 no GDateTime goes. */
  if (!(seconds >= 0 && seconds < 253402300800.0))
    {
      g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_RESPONSE, "Member “%s” is not a time", member);
      return FALSE;
    }

  *instant = (gint64) (seconds * G_USEC_PER_SEC);
  return TRUE;
}

static gboolean
take_members (DossierKmsKey  *self,
              JsonObject     *root,
              GError        **error)
{
  JsonObject *key = NULL, *regions = NULL;

  if (!dossier_json_get_object (root, "KeyMetadata", &key, error))
    return FALSE;
  if (key == NULL)
    {
      g_set_error_literal (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_RESPONSE, "Member “KeyMetadata” is missing");
      return FALSE;
    }

  return dossier_aws_json_need_text (key, "KeyId", &self->key_id, error) &&
         dossier_aws_json_need_text (key, "Arn", &self->arn, error) &&
         dossier_aws_json_get_text (key, "AWSAccountId", &self->account, error) &&
         dossier_aws_json_get_text (key, "Description", &self->description, error) &&
         dossier_aws_json_get_text (key, "KeyState", &self->state, error) &&
         dossier_aws_json_get_text (key, "KeyManager", &self->manager, error) &&
         dossier_aws_json_get_text (key, "KeySpec", &self->spec, error) &&
         dossier_aws_json_get_text (key, "KeyUsage", &self->usage, error) &&
         dossier_aws_json_get_text (key, "Origin", &self->origin, error) &&
         take_time (key, "CreationDate", &self->created, error) &&
         take_time (key, "DeletionDate", &self->deletion, error) &&
         dossier_json_get_object (key, "MultiRegionConfiguration", &regions, error) &&
         (regions == NULL ||
          dossier_aws_json_get_text (regions, "MultiRegionKeyType", &self->multi_region_type, error));
}

/**
 * dossier_kms_key_parse:
 * @body: the body of an answer of DescribeKey or CreateKey
 * @error: return location for %DOSSIER_ERROR_INVALID_RESPONSE
 *
 * Returns: (transfer full) (nullable): the key; never %NULL without an error
 */
DossierKmsKey *
dossier_kms_key_parse (GBytes  *body,
                       GError **error)
{
  g_autoptr(DossierKmsKey) self = g_atomic_rc_box_new0 (DossierKmsKey);
  g_autoptr(JsonObject) root = dossier_aws_json_parse (body, error);

  if (root == NULL || !take_members (self, root, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * dossier_kms_key_ref:
 * @self: a key
 *
 * Returns: (transfer full): @self
 */
DossierKmsKey *
dossier_kms_key_ref (const DossierKmsKey *self)
{
  return g_atomic_rc_box_acquire ((DossierKmsKey *) self);
}

/**
 * dossier_kms_key_unref:
 * @self: (transfer full): a key
 */
void
dossier_kms_key_unref (DossierKmsKey *self)
{
  g_atomic_rc_box_release_full (self, clear);
}
