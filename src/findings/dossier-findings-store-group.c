// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-findings-store-group.h"

struct _DossierFindingsStoreGroup
{
  GObject parent_instance;

  char *key;
  char *label;
  guint counts[DOSSIER_N_SEVERITIES];
};

G_DEFINE_FINAL_TYPE (DossierFindingsStoreGroup, dossier_findings_store_group, G_TYPE_OBJECT)

static void
dossier_findings_store_group_finalize (GObject *object)
{
  DossierFindingsStoreGroup *self = DOSSIER_FINDINGS_STORE_GROUP (object);

  g_free (self->key);
  g_free (self->label);

  G_OBJECT_CLASS (dossier_findings_store_group_parent_class)->finalize (object);
}

static void
dossier_findings_store_group_class_init (DossierFindingsStoreGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dossier_findings_store_group_finalize;
}

static void
dossier_findings_store_group_init (DossierFindingsStoreGroup *)
{
}

/**
 * dossier_findings_store_group_new:
 * @key: (nullable): what its findings have in common; %NULL where they have no such value
 *
 * Returns: (transfer full): a group without findings
 */
DossierFindingsStoreGroup *
dossier_findings_store_group_new (const char *key)
{
  DossierFindingsStoreGroup *self = g_object_new (DOSSIER_TYPE_FINDINGS_STORE_GROUP, NULL);

  self->key = g_strdup (key);
  return self;
}

/**
 * dossier_findings_store_group_add:
 * @self: a group
 * @label: (nullable): what people call it
 * @rank: a severity
 * @count: how many more findings have it
 */
void
dossier_findings_store_group_add (DossierFindingsStoreGroup *self,
                                  const char                *label,
                                  DossierSeverityRank        rank,
                                  guint                      count)
{
  g_return_if_fail (rank < DOSSIER_N_SEVERITIES);

  if (self->label == NULL)
    self->label = g_strdup (label);
  self->counts[rank] += count;
}

/**
 * dossier_findings_store_group_get_key:
 * @self: a group
 *
 * Returns: (transfer none) (nullable): what its findings have in common; %NULL
 *   where they have no such value
 */
const char *
dossier_findings_store_group_get_key (DossierFindingsStoreGroup *self)
{
  return self->key;
}

/**
 * dossier_findings_store_group_get_label:
 * @self: a group
 *
 * Returns: (transfer none) (nullable): what people call it, where that is not the key
 */
const char *
dossier_findings_store_group_get_label (DossierFindingsStoreGroup *self)
{
  return self->label;
}

/**
 * dossier_findings_store_group_get_count:
 * @self: a group
 * @rank: a severity
 *
 * Returns: how many of its findings have it
 */
guint
dossier_findings_store_group_get_count (DossierFindingsStoreGroup *self,
                                        DossierSeverityRank        rank)
{
  g_return_val_if_fail (rank < DOSSIER_N_SEVERITIES, 0);

  return self->counts[rank];
}

/**
 * dossier_findings_store_group_get_total:
 * @self: a group
 *
 * Returns: how many findings it has
 */
guint
dossier_findings_store_group_get_total (DossierFindingsStoreGroup *self)
{
  guint total = 0;

  for (guint rank = 0; rank < DOSSIER_N_SEVERITIES; rank++)
    total += self->counts[rank];
  return total;
}
