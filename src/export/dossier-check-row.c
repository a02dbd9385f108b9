// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-check-row.h"
#include "dossier-denial.h"

struct _DossierCheckRow
{
  GObject parent_instance;

  /* From constant tables. */
  const char *group;
  const char *name;
  const char *need;
  const char *call;
  const char *remedy;
  const char *id;

  DossierCheckVerdict verdict;
  DossierCheckEvidence evidence;
  char *text;
  char *policy_type;
  char *policy_arn;
  char *document;

  DossierCheckVerdict prediction;
  char *prediction_text;
  char *prediction_type;
};

#define SIMULATION "iam:SimulatePrincipalPolicy"

enum
{
  PROP_GROUP = 1,
  PROP_NAME,
  PROP_NEED,
  PROP_CALL,
  PROP_VERDICT,
  PROP_EVIDENCE,
  PROP_TEXT,
  PROP_POLICY_TYPE,
  PROP_POLICY_ARN,
  PROP_REMEDY,
  PROP_BY,
  PROP_ID,
  PROP_PREDICTION_TEXT,
  PROP_DOCUMENT,
  PROP_PREDICTION,
  PROP_CONTRADICTED,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_ENUM_TYPE (DossierCheckVerdict, dossier_check_verdict,
                    G_DEFINE_ENUM_VALUE (DOSSIER_CHECK_UNKNOWN, "unknown"),
                    G_DEFINE_ENUM_VALUE (DOSSIER_CHECK_YES, "yes"),
                    G_DEFINE_ENUM_VALUE (DOSSIER_CHECK_NO, "no"))

G_DEFINE_ENUM_TYPE (DossierCheckEvidence, dossier_check_evidence,
                    G_DEFINE_ENUM_VALUE (DOSSIER_CHECK_NOT_TRIED, "not tried"),
                    G_DEFINE_ENUM_VALUE (DOSSIER_CHECK_PROVED, "proved"),
                    G_DEFINE_ENUM_VALUE (DOSSIER_CHECK_INCONCLUSIVE, "inconclusive"),
                    G_DEFINE_ENUM_VALUE (DOSSIER_CHECK_PREDICTED, "predicted"))

G_DEFINE_FINAL_TYPE (DossierCheckRow, dossier_check_row, G_TYPE_OBJECT)

static void
dossier_check_row_get_property (GObject    *object,
                                guint       id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  DossierCheckRow *self = DOSSIER_CHECK_ROW (object);

  switch (id)
    {
    case PROP_GROUP:
      g_value_set_string (value, self->group);
      break;
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case PROP_NEED:
      g_value_set_string (value, self->need);
      break;
    case PROP_CALL:
      g_value_set_string (value, self->call);
      break;
    case PROP_VERDICT:
      g_value_set_enum (value, (int) self->verdict);
      break;
    case PROP_EVIDENCE:
      g_value_set_enum (value, (int) self->evidence);
      break;
    case PROP_TEXT:
      g_value_set_string (value, self->text);
      break;
    case PROP_POLICY_TYPE:
      g_value_set_string (value, self->policy_type);
      break;
    case PROP_POLICY_ARN:
      g_value_set_string (value, self->policy_arn);
      break;
    case PROP_REMEDY:
      g_value_set_string (value, dossier_check_row_get_remedy (self));
      break;
    case PROP_ID:
      g_value_set_string (value, dossier_check_row_get_id (self));
      break;
    case PROP_BY:
      g_value_set_string (value, dossier_check_row_get_by (self));
      break;
    case PROP_PREDICTION_TEXT:
      g_value_set_string (value, self->prediction_text);
      break;
    case PROP_DOCUMENT:
      g_value_set_string (value, self->document);
      break;
    case PROP_PREDICTION:
      g_value_set_enum (value, (int) self->prediction);
      break;
    case PROP_CONTRADICTED:
      g_value_set_boolean (value, dossier_check_row_is_contradicted (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
dossier_check_row_finalize (GObject *object)
{
  DossierCheckRow *self = DOSSIER_CHECK_ROW (object);

  g_free (self->text);
  g_free (self->policy_type);
  g_free (self->policy_arn);
  g_free (self->document);
  g_free (self->prediction_text);
  g_free (self->prediction_type);

  G_OBJECT_CLASS (dossier_check_row_parent_class)->finalize (object);
}

static void
dossier_check_row_class_init (DossierCheckRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  static const struct
  {
    guint id;
    const char *name;
  } texts[] = {
    { PROP_GROUP, "group" }, { PROP_NAME, "name" }, { PROP_NEED, "need" }, { PROP_CALL, "call" },
    { PROP_TEXT, "text" }, { PROP_POLICY_TYPE, "policy-type" }, { PROP_POLICY_ARN, "policy-arn" },
    { PROP_REMEDY, "remedy" }, { PROP_BY, "by" }, { PROP_PREDICTION_TEXT, "prediction-text" },
    { PROP_DOCUMENT, "document" }, { PROP_ID, "id" },
  };

  object_class->get_property = dossier_check_row_get_property;
  object_class->finalize = dossier_check_row_finalize;

  /* What they are: see the functions of the same names. */
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    properties[texts[i].id] = g_param_spec_string (texts[i].name, NULL, NULL, NULL, flags);

  /**
   * DossierCheckRow:verdict:
   *
   * What was found.
   */
  properties[PROP_VERDICT] = g_param_spec_enum ("verdict", NULL, NULL, DOSSIER_TYPE_CHECK_VERDICT,
                                                DOSSIER_CHECK_UNKNOWN, flags);

  /**
   * DossierCheckRow:evidence:
   *
   * What the verdict rests on.
   */
  properties[PROP_EVIDENCE] = g_param_spec_enum ("evidence", NULL, NULL, DOSSIER_TYPE_CHECK_EVIDENCE,
                                                 DOSSIER_CHECK_NOT_TRIED, flags);

  /**
   * DossierCheckRow:prediction:
   *
   * What the simulation of AWS says.
   */
  properties[PROP_PREDICTION] = g_param_spec_enum ("prediction", NULL, NULL, DOSSIER_TYPE_CHECK_VERDICT,
                                                   DOSSIER_CHECK_UNKNOWN, flags);

  /**
   * DossierCheckRow:contradicted:
   *
   * Whether a call showed the opposite of what was predicted.
   */
  properties[PROP_CONTRADICTED] = g_param_spec_boolean ("contradicted", NULL, NULL, FALSE, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
dossier_check_row_init (DossierCheckRow *)
{
}

/**
 * dossier_check_row_new:
 * @group: what it belongs to: `Inspector`, `KMS`, `S3`, `Destination`
 * @name: an action of IAM, or a condition
 * @need: when it is needed
 * @call: (nullable): the API call that shows it, `s3:ListObjectsV2`; %NULL if none
 *   does without changing anything
 * @remedy: what to do where it is not so
 *
 * The texts are constant, and kept as they are.
 *
 * Returns: (transfer full): a row of which nothing is known
 */
DossierCheckRow *
dossier_check_row_new (const char *group,
                       const char *name,
                       const char *need,
                       const char *call,
                       const char *remedy)
{
  DossierCheckRow *self = g_object_new (DOSSIER_TYPE_CHECK_ROW, NULL);

  self->group = group;
  self->name = name;
  self->need = need;
  self->call = call;
  self->remedy = remedy;
  return self;
}

static void
set_text (DossierCheckRow *self,
          guint            id,
          char           **place,
          const char      *text)
{
  if (g_set_str (place, text))
    g_object_notify_by_pspec (G_OBJECT (self), properties[id]);
}

/* What follows from the members, all of which may have changed. */
static void
notify_conclusions (DossierCheckRow *self)
{
  static const guint ids[] = { PROP_EVIDENCE, PROP_VERDICT, PROP_REMEDY, PROP_BY, PROP_PREDICTION, PROP_CONTRADICTED };

  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    g_object_notify_by_pspec (G_OBJECT (self), properties[ids[i]]);
}

/**
 * dossier_check_row_set:
 * @self: a row
 * @verdict: what was found
 * @evidence: what that rests on
 * @text: (nullable): what AWS said, or the value that was read
 *
 * A call that shows nothing leaves a prediction in force, and its text beside it.
 */
void
dossier_check_row_set (DossierCheckRow      *self,
                       DossierCheckVerdict   verdict,
                       DossierCheckEvidence  evidence,
                       const char           *text)
{
  gboolean predicted = evidence == DOSSIER_CHECK_INCONCLUSIVE && self->prediction != DOSSIER_CHECK_UNKNOWN;

  g_object_freeze_notify (G_OBJECT (self));
  set_text (self, PROP_TEXT, &self->text, text);
  set_text (self, PROP_POLICY_TYPE, &self->policy_type, predicted ? self->prediction_type : NULL);
  set_text (self, PROP_POLICY_ARN, &self->policy_arn, NULL);
  self->evidence = predicted ? DOSSIER_CHECK_PREDICTED : evidence;
  self->verdict = predicted ? self->prediction : verdict;
  notify_conclusions (self);
  g_object_thaw_notify (G_OBJECT (self));
}

/**
 * dossier_check_row_predict:
 * @self: a row
 * @prediction: what the simulation says
 * @text: (nullable): its words: the decision, and the statements that decided
 * @policy_type: (nullable): which kind of policy denies it
 *
 * A prediction is the verdict as long as no call proves one.
 */
void
dossier_check_row_predict (DossierCheckRow     *self,
                           DossierCheckVerdict  prediction,
                           const char          *text,
                           const char          *policy_type)
{
  g_object_freeze_notify (G_OBJECT (self));
  self->prediction = prediction;
  set_text (self, PROP_PREDICTION_TEXT, &self->prediction_text, text);
  g_set_str (&self->prediction_type, policy_type);
  if (self->evidence != DOSSIER_CHECK_PROVED)
    {
      gboolean known = prediction != DOSSIER_CHECK_UNKNOWN;

      self->verdict = prediction;
      self->evidence = known ? DOSSIER_CHECK_PREDICTED : DOSSIER_CHECK_INCONCLUSIVE;
      set_text (self, PROP_POLICY_TYPE, &self->policy_type, policy_type);
    }
  notify_conclusions (self);
  g_object_thaw_notify (G_OBJECT (self));
}

/**
 * dossier_check_row_set_id:
 * @self: a row
 * @id: a constant word for programs, `bucket-policy`
 *
 * Conditions have one beside their name, which is for people.
 */
void
dossier_check_row_set_id (DossierCheckRow *self,
                          const char      *id)
{
  self->id = id;
}

/**
 * dossier_check_row_get_id:
 * @self: a row
 *
 * Returns: (transfer none): the word for programs; of an action its name
 */
const char *
dossier_check_row_get_id (DossierCheckRow *self)
{
  return self->id != NULL ? self->id : self->name;
}

/**
 * dossier_check_row_set_document:
 * @self: a row
 * @document: (nullable): JSON that belongs to it: a statement for the owner of what
 *   may not be seen, or the statement that decided
 */
void
dossier_check_row_set_document (DossierCheckRow *self,
                                const char      *document)
{
  set_text (self, PROP_DOCUMENT, &self->document, document);
}

/**
 * dossier_check_row_set_denied:
 * @self: a row
 * @text: (nullable): what AWS said
 *
 * The call was denied, which proves that the action is; says by which policy
 * where AWS tells.
 */
void
dossier_check_row_set_denied (DossierCheckRow *self,
                              const char      *text)
{
  g_autoptr(DossierDenial) denial = text != NULL ? dossier_denial_parse (text) : NULL;

  g_object_freeze_notify (G_OBJECT (self));
  dossier_check_row_set (self, DOSSIER_CHECK_NO, DOSSIER_CHECK_PROVED, text);
  if (denial != NULL)
    {
      set_text (self, PROP_POLICY_TYPE, &self->policy_type, denial->policy_type);
      set_text (self, PROP_POLICY_ARN, &self->policy_arn, denial->policy_arn);
    }
  g_object_thaw_notify (G_OBJECT (self));
}

/**
 * dossier_check_row_get_group:
 * @self: a row
 *
 * Returns: (transfer none): `Inspector`, `KMS`, `S3` or `Destination`
 */
const char *
dossier_check_row_get_group (DossierCheckRow *self)
{
  return self->group;
}

/**
 * dossier_check_row_get_name:
 * @self: a row
 *
 * Returns: (transfer none): the action as IAM spells it, or the condition
 */
const char *
dossier_check_row_get_name (DossierCheckRow *self)
{
  return self->name;
}

/**
 * dossier_check_row_get_need:
 * @self: a row
 *
 * Returns: (transfer none): when it is needed: `always`, `browsing`,
 *   `new resources`, `long exports`, `reading back`
 */
const char *
dossier_check_row_get_need (DossierCheckRow *self)
{
  return self->need;
}

/**
 * dossier_check_row_get_call:
 * @self: a row
 *
 * Returns: (transfer none) (nullable): the API call that shows it
 */
const char *
dossier_check_row_get_call (DossierCheckRow *self)
{
  return self->call;
}

/**
 * dossier_check_row_get_verdict:
 * @self: a row
 *
 * Returns: what was found
 */
DossierCheckVerdict
dossier_check_row_get_verdict (DossierCheckRow *self)
{
  return self->verdict;
}

/**
 * dossier_check_row_get_evidence:
 * @self: a row
 *
 * Returns: what the verdict rests on
 */
DossierCheckEvidence
dossier_check_row_get_evidence (DossierCheckRow *self)
{
  return self->evidence;
}

/**
 * dossier_check_row_get_text:
 * @self: a row
 *
 * Returns: (transfer none) (nullable): what AWS said, or the value that was read
 */
const char *
dossier_check_row_get_text (DossierCheckRow *self)
{
  return self->text;
}

/**
 * dossier_check_row_get_policy_type:
 * @self: a row
 *
 * Returns: (transfer none) (nullable): which kind of policy denies the action,
 *   in AWS's words
 */
const char *
dossier_check_row_get_policy_type (DossierCheckRow *self)
{
  return self->policy_type;
}

/**
 * dossier_check_row_get_policy_arn:
 * @self: a row
 *
 * Returns: (transfer none) (nullable): the policy that denies the action, where
 *   AWS names it
 */
const char *
dossier_check_row_get_policy_arn (DossierCheckRow *self)
{
  return self->policy_arn;
}

/**
 * dossier_check_row_get_remedy:
 * @self: a row
 *
 * Returns: (transfer none) (nullable): what to do; %NULL where all is well
 */
const char *
dossier_check_row_get_remedy (DossierCheckRow *self)
{
  return self->verdict != DOSSIER_CHECK_YES ? self->remedy : NULL;
}

/**
 * dossier_check_row_get_by:
 * @self: a row
 *
 * Returns: (transfer none) (nullable): the call whose answer the verdict rests on
 */
const char *
dossier_check_row_get_by (DossierCheckRow *self)
{
  switch (self->evidence)
    {
    case DOSSIER_CHECK_PREDICTED:
      return SIMULATION;
    case DOSSIER_CHECK_PROVED:
      return self->call;
    case DOSSIER_CHECK_NOT_TRIED:
    case DOSSIER_CHECK_INCONCLUSIVE:
    default:
      return NULL;
    }
}

/**
 * dossier_check_row_get_prediction:
 * @self: a row
 *
 * Returns: what the simulation says
 */
DossierCheckVerdict
dossier_check_row_get_prediction (DossierCheckRow *self)
{
  return self->prediction;
}

/**
 * dossier_check_row_get_prediction_text:
 * @self: a row
 *
 * Returns: (transfer none) (nullable): the words of the simulation
 */
const char *
dossier_check_row_get_prediction_text (DossierCheckRow *self)
{
  return self->prediction_text;
}

/**
 * dossier_check_row_is_contradicted:
 * @self: a row
 *
 * The simulation does not see resource control policies, session policies and
 * those of VPC endpoints, nor most policies of resources.
 *
 * Returns: whether a call proved the opposite of what was predicted
 */
gboolean
dossier_check_row_is_contradicted (DossierCheckRow *self)
{
  return self->evidence == DOSSIER_CHECK_PROVED && self->prediction != DOSSIER_CHECK_UNKNOWN &&
         self->prediction != self->verdict;
}

/**
 * dossier_check_row_get_document:
 * @self: a row
 *
 * Returns: (transfer none) (nullable): JSON that belongs to it
 */
const char *
dossier_check_row_get_document (DossierCheckRow *self)
{
  return self->document;
}

/**
 * dossier_check_rows_have_no:
 * @rows: a list of #DossierCheckRow
 *
 * Returns: whether one of them says no; what is unknown does not count
 */
gboolean
dossier_check_rows_have_no (GListModel *rows)
{
  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr(DossierCheckRow) row = g_list_model_get_item (rows, i);

      if (dossier_check_row_get_verdict (row) == DOSSIER_CHECK_NO)
        return TRUE;
    }
  return FALSE;
}
