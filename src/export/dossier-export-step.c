// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-export-step.h"

struct _DossierExportStep
{
  GObject parent_instance;

  DossierExportStepKind kind;
  DossierExportStepStatus status;
  char *detail;
};

enum
{
  PROP_KIND = 1,
  PROP_STATUS,
  PROP_DETAIL,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_ENUM_TYPE (DossierExportStepKind, dossier_export_step_kind,
                    G_DEFINE_ENUM_VALUE (DOSSIER_EXPORT_STEP_CHECK, "check"),
                    G_DEFINE_ENUM_VALUE (DOSSIER_EXPORT_STEP_START, "start"),
                    G_DEFINE_ENUM_VALUE (DOSSIER_EXPORT_STEP_WAIT, "wait"),
                    G_DEFINE_ENUM_VALUE (DOSSIER_EXPORT_STEP_FETCH, "fetch"),
                    G_DEFINE_ENUM_VALUE (DOSSIER_EXPORT_STEP_VERIFY, "verify"))

G_DEFINE_ENUM_TYPE (DossierExportStepStatus, dossier_export_step_status,
                    G_DEFINE_ENUM_VALUE (DOSSIER_EXPORT_STEP_STATUS_PENDING, "pending"),
                    G_DEFINE_ENUM_VALUE (DOSSIER_EXPORT_STEP_STATUS_ACTIVE, "active"),
                    G_DEFINE_ENUM_VALUE (DOSSIER_EXPORT_STEP_STATUS_DONE, "done"),
                    G_DEFINE_ENUM_VALUE (DOSSIER_EXPORT_STEP_STATUS_FAILED, "failed"),
                    G_DEFINE_ENUM_VALUE (DOSSIER_EXPORT_STEP_STATUS_SKIPPED, "skipped"))

G_DEFINE_FINAL_TYPE (DossierExportStep, dossier_export_step, G_TYPE_OBJECT)

static void
dossier_export_step_get_property (GObject    *object,
                                  guint       id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  DossierExportStep *self = DOSSIER_EXPORT_STEP (object);

  switch (id)
    {
    case PROP_KIND:
      g_value_set_enum (value, (int) self->kind);
      break;
    case PROP_STATUS:
      g_value_set_enum (value, (int) self->status);
      break;
    case PROP_DETAIL:
      g_value_set_string (value, self->detail);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
dossier_export_step_finalize (GObject *object)
{
  DossierExportStep *self = DOSSIER_EXPORT_STEP (object);

  g_free (self->detail);

  G_OBJECT_CLASS (dossier_export_step_parent_class)->finalize (object);
}

static void
dossier_export_step_class_init (DossierExportStepClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = dossier_export_step_get_property;
  object_class->finalize = dossier_export_step_finalize;

  /**
   * DossierExportStep:kind:
   *
   * Which step it is.
   */
  properties[PROP_KIND] = g_param_spec_enum ("kind", NULL, NULL, DOSSIER_TYPE_EXPORT_STEP_KIND,
                                             DOSSIER_EXPORT_STEP_CHECK, flags);

  /**
   * DossierExportStep:status:
   *
   * Where it stands.
   */
  properties[PROP_STATUS] = g_param_spec_enum ("status", NULL, NULL, DOSSIER_TYPE_EXPORT_STEP_STATUS,
                                               DOSSIER_EXPORT_STEP_STATUS_PENDING, flags);

  /**
   * DossierExportStep:detail:
   *
   * A word of AWS, an id, or why the step takes longer; not translated.
   */
  properties[PROP_DETAIL] = g_param_spec_string ("detail", NULL, NULL, NULL, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
dossier_export_step_init (DossierExportStep *)
{
}

/**
 * dossier_export_step_new:
 * @kind: which step it is
 *
 * Returns: (transfer full): a step whose turn did not come yet
 */
DossierExportStep *
dossier_export_step_new (DossierExportStepKind kind)
{
  DossierExportStep *self = g_object_new (DOSSIER_TYPE_EXPORT_STEP, NULL);

  self->kind = kind;
  return self;
}

/**
 * dossier_export_step_get_kind:
 * @self: a step
 *
 * Returns: which step it is
 */
DossierExportStepKind
dossier_export_step_get_kind (DossierExportStep *self)
{
  return self->kind;
}

/**
 * dossier_export_step_get_status:
 * @self: a step
 *
 * Returns: where it stands
 */
DossierExportStepStatus
dossier_export_step_get_status (DossierExportStep *self)
{
  return self->status;
}

/**
 * dossier_export_step_get_detail:
 * @self: a step
 *
 * Returns: (transfer none) (nullable): see #DossierExportStep:detail
 */
const char *
dossier_export_step_get_detail (DossierExportStep *self)
{
  return self->detail;
}

/**
 * dossier_export_step_set_status:
 * @self: a step
 * @status: where it stands now
 */
void
dossier_export_step_set_status (DossierExportStep       *self,
                                DossierExportStepStatus  status)
{
  if (self->status == status)
    return;

  self->status = status;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATUS]);
}

/**
 * dossier_export_step_set_detail:
 * @self: a step
 * @detail: (nullable): see #DossierExportStep:detail
 */
void
dossier_export_step_set_detail (DossierExportStep *self,
                                const char        *detail)
{
  if (g_set_str (&self->detail, detail))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DETAIL]);
}
