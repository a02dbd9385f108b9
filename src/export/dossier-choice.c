// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-choice.h"

struct _DossierChoice
{
  GObject parent_instance;

  char *value;
  char *title;
  char *detail;
  char *reason;
  DossierCheckVerdict usable;
};

G_DEFINE_FINAL_TYPE (DossierChoice, dossier_choice, G_TYPE_OBJECT)

static void
dossier_choice_finalize (GObject *object)
{
  DossierChoice *self = DOSSIER_CHOICE (object);

  g_free (self->value);
  g_free (self->title);
  g_free (self->detail);
  g_free (self->reason);

  G_OBJECT_CLASS (dossier_choice_parent_class)->finalize (object);
}

static void
dossier_choice_class_init (DossierChoiceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dossier_choice_finalize;
}

static void
dossier_choice_init (DossierChoice *)
{
}

/**
 * dossier_choice_new:
 * @value: what a plan takes: a bucket's name, a key's ARN
 * @title: what people know it by
 * @detail: (nullable): more of it, in AWS's words
 * @usable: whether a report can go there
 * @reason: (nullable): why not, or why that is not known; English, to be shown
 *   through gettext
 *
 * Returns: (transfer full): a choice
 */
DossierChoice *
dossier_choice_new (const char          *value,
                    const char          *title,
                    const char          *detail,
                    DossierCheckVerdict  usable,
                    const char          *reason)
{
  DossierChoice *self = g_object_new (DOSSIER_TYPE_CHOICE, NULL);

  self->value = g_strdup (value);
  self->title = g_strdup (title);
  self->detail = g_strdup (detail);
  self->reason = g_strdup (reason);
  self->usable = usable;
  return self;
}

/**
 * dossier_choice_get_value:
 * @self: a choice
 *
 * Returns: (transfer none): what a plan takes
 */
const char *
dossier_choice_get_value (DossierChoice *self)
{
  return self->value;
}

/**
 * dossier_choice_get_title:
 * @self: a choice
 *
 * Returns: (transfer none): what people know it by
 */
const char *
dossier_choice_get_title (DossierChoice *self)
{
  return self->title;
}

/**
 * dossier_choice_get_detail:
 * @self: a choice
 *
 * Returns: (transfer none) (nullable): more of it, in AWS's words
 */
const char *
dossier_choice_get_detail (DossierChoice *self)
{
  return self->detail;
}

/**
 * dossier_choice_get_usable:
 * @self: a choice
 *
 * Returns: whether a report can go there
 */
DossierCheckVerdict
dossier_choice_get_usable (DossierChoice *self)
{
  return self->usable;
}

/**
 * dossier_choice_get_reason:
 * @self: a choice
 *
 * Returns: (transfer none) (nullable): why not, or why that is not known; in English
 */
const char *
dossier_choice_get_reason (DossierChoice *self)
{
  return self->reason;
}

static int
order_of (DossierCheckVerdict usable)
{
  return usable == DOSSIER_CHECK_YES ? 0 : usable == DOSSIER_CHECK_UNKNOWN ? 1 : 2;
}

/**
 * dossier_choice_compare:
 * @a: (type DossierChoice): a choice
 * @b: (type DossierChoice): another
 * @data: not used
 *
 * What can be used comes first, then what nobody knows, then what cannot.
 *
 * Returns: the order of @a and @b, as of strcmp()
 */
int
dossier_choice_compare (gconstpointer a,
                        gconstpointer b,
                        gpointer)
{
  const DossierChoice *left = a;
  const DossierChoice *right = b;
  int order = order_of (left->usable) - order_of (right->usable);

  return order != 0 ? order : g_strcmp0 (left->title, right->title);
}
