// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-error.h"
#include "dossier-finding.h"
#include "dossier-finding-private.h"
#include "dossier-finding-time.h"

struct _DossierFinding
{
  GObject parent_instance;

  GBytes *json;
  GRefString *arn;
  GRefString *title;
  GRefString *severity;
  GRefString *status;
  GRefString *finding_type;
  GRefString *account_id;
  GRefString *region;
  GRefString *resource_id;
  GRefString *resource_type;
  GRefString *resource_label;
  GRefString *fix_available;
  GRefString *exploit_available;
  GRefString *vulnerability_id;
  double score;
  double epss;
  gint64 first_observed;
  gint64 last_observed;
  gint64 updated;
  DossierSeverityRank severity_rank;
  gboolean has_score;
  gboolean has_epss;
};

G_DEFINE_FINAL_TYPE (DossierFinding, dossier_finding, G_TYPE_OBJECT)

enum
{
  PROP_ARN = 1,
  PROP_TITLE,
  PROP_SEVERITY,
  PROP_SEVERITY_RANK,
  PROP_STATUS,
  PROP_FINDING_TYPE,
  PROP_ACCOUNT_ID,
  PROP_REGION,
  PROP_RESOURCE_ID,
  PROP_RESOURCE_TYPE,
  PROP_RESOURCE_LABEL,
  PROP_SCORE,
  PROP_HAS_SCORE,
  PROP_EPSS,
  PROP_HAS_EPSS,
  PROP_FIX_AVAILABLE,
  PROP_EXPLOIT_AVAILABLE,
  PROP_VULNERABILITY_ID,
  PROP_FIRST_OBSERVED,
  PROP_LAST_OBSERVED,
  PROP_UPDATED,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

typedef enum
{
  OBJECT,
  LIST,
  TEXT,
  NUMBER,
  TIME,
} Kind;

static const char *const kind_names[] = { "an object", "a list", "text", "a number", "a time" };

/* What is read of a finding: where it is (RFC 6901), what it must be, where it
 * goes, and where it is said to be present. Containers come before their members. */
static const struct
{
  const char *pointer;
  Kind kind;
  gsize offset;
  gsize present;
} members[] = {
#define AT(member) G_STRUCT_OFFSET (DossierFinding, member)
  { "/findingArn", TEXT, AT (arn), 0 },
  { "/title", TEXT, AT (title), 0 },
  { "/severity", TEXT, AT (severity), 0 },
  { "/status", TEXT, AT (status), 0 },
  { "/type", TEXT, AT (finding_type), 0 },
  { "/awsAccountId", TEXT, AT (account_id), 0 },
  { "/fixAvailable", TEXT, AT (fix_available), 0 },
  { "/exploitAvailable", TEXT, AT (exploit_available), 0 },
  { "/firstObservedAt", TIME, AT (first_observed), 0 },
  { "/lastObservedAt", TIME, AT (last_observed), 0 },
  { "/updatedAt", TIME, AT (updated), 0 },
  { "/inspectorScore", NUMBER, AT (score), AT (has_score) },
  { "/epss", OBJECT, 0, 0 },
  { "/epss/score", NUMBER, AT (epss), AT (has_epss) },
  { "/packageVulnerabilityDetails", OBJECT, 0, 0 },
  { "/packageVulnerabilityDetails/vulnerabilityId", TEXT, AT (vulnerability_id), 0 },
  { "/resources", LIST, 0, 0 },
  { "/resources/0", OBJECT, 0, 0 },
  { "/resources/0/id", TEXT, AT (resource_id), 0 },
  { "/resources/0/type", TEXT, AT (resource_type), 0 },
  { "/resources/0/region", TEXT, AT (region), 0 },
#undef AT
};

static gboolean
is_of_kind (yyjson_val *value,
            Kind        kind)
{
  switch (kind)
    {
    case OBJECT:
      return yyjson_is_obj (value);
    case LIST:
      return yyjson_is_arr (value);
    case TEXT:
      return yyjson_is_str (value);
    case NUMBER:
      return yyjson_is_num (value);
    case TIME:
      return yyjson_is_num (value) || yyjson_is_str (value);
    }
  g_return_val_if_reached (FALSE);
}

/* Findings share most of their words: each is kept once. */
static GRefString *
share (yyjson_val *value)
{
  g_autofree char *text = dossier_finding_dup_text (value);

  return g_ref_string_new_intern (text);
}

static void
take_value (DossierFinding *self,
            gsize           i,
            yyjson_val     *value)
{
  gpointer place = G_STRUCT_MEMBER_P (self, members[i].offset);

  switch (members[i].kind)
    {
    case TEXT:
      *(GRefString **) place = share (value);
      break;
    case NUMBER:
      *(double *) place = yyjson_get_num (value);
      G_STRUCT_MEMBER (gboolean, self, members[i].present) = TRUE;
      break;
    case TIME:
      if (yyjson_is_str (value))
        dossier_finding_time_from_text (yyjson_get_str (value), place);
      else
        dossier_finding_time_from_seconds (yyjson_get_num (value), place);
      break;
    case OBJECT:
    case LIST:
      break;
    }
}

static gboolean
take_members (DossierFinding  *self,
              yyjson_val      *root,
              GError         **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    {
      yyjson_val *value = yyjson_ptr_get (root, members[i].pointer);

      if (value == NULL || yyjson_is_null (value))
        continue;
      if (!is_of_kind (value, members[i].kind))
        {
          g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_RESPONSE,
                       "A finding%s%s is not valid: “%s” should be %s, but is %s",
                       self->arn != NULL ? " " : "", self->arn != NULL ? self->arn : "",
                       members[i].pointer + 1, kind_names[members[i].kind], yyjson_get_type_desc (value));
          return FALSE;
        }
      take_value (self, i, value);
    }

  if (self->arn == NULL)
    {
      g_set_error_literal (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_RESPONSE,
                           "A finding is not valid: it has no “findingArn”, which is what names it");
      return FALSE;
    }
  return TRUE;
}

/* The Region of the finding itself, where the resource does not tell one. */
static void
derive_values (DossierFinding *self,
               yyjson_val     *root)
{
  g_autofree char *label = dossier_finding_resource_label (yyjson_ptr_get (root, "/resources/0"));
  g_auto(GStrv) parts = NULL;

  if (label != NULL)
    self->resource_label = g_ref_string_new_intern (label);
  if (self->severity != NULL)
    self->severity_rank = dossier_severity_rank_from_word (self->severity);
  if (self->region != NULL)
    return;

  parts = g_strsplit (self->arn, ":", 5);
  if (g_strv_length (parts) == 5 && parts[3][0] != '\0')
    self->region = g_ref_string_new_intern (parts[3]);
}

static void
dossier_finding_finalize (GObject *object)
{
  DossierFinding *self = DOSSIER_FINDING (object);

  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    if (members[i].kind == TEXT)
      g_clear_pointer (&G_STRUCT_MEMBER (GRefString *, self, members[i].offset), g_ref_string_release);
  g_clear_pointer (&self->resource_label, g_ref_string_release);
  g_clear_pointer (&self->json, g_bytes_unref);

  G_OBJECT_CLASS (dossier_finding_parent_class)->finalize (object);
}

static void
dossier_finding_get_property (GObject    *object,
                              guint       property_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  DossierFinding *self = DOSSIER_FINDING (object);

  switch (property_id)
    {
    case PROP_ARN:
      g_value_set_string (value, self->arn);
      break;
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    case PROP_SEVERITY:
      g_value_set_string (value, self->severity);
      break;
    case PROP_SEVERITY_RANK:
      g_value_set_uint (value, self->severity_rank);
      break;
    case PROP_STATUS:
      g_value_set_string (value, self->status);
      break;
    case PROP_FINDING_TYPE:
      g_value_set_string (value, self->finding_type);
      break;
    case PROP_ACCOUNT_ID:
      g_value_set_string (value, self->account_id);
      break;
    case PROP_REGION:
      g_value_set_string (value, self->region);
      break;
    case PROP_RESOURCE_ID:
      g_value_set_string (value, self->resource_id);
      break;
    case PROP_RESOURCE_TYPE:
      g_value_set_string (value, self->resource_type);
      break;
    case PROP_RESOURCE_LABEL:
      g_value_set_string (value, self->resource_label);
      break;
    case PROP_SCORE:
      g_value_set_double (value, self->score);
      break;
    case PROP_HAS_SCORE:
      g_value_set_boolean (value, self->has_score);
      break;
    case PROP_EPSS:
      g_value_set_double (value, self->epss);
      break;
    case PROP_HAS_EPSS:
      g_value_set_boolean (value, self->has_epss);
      break;
    case PROP_FIX_AVAILABLE:
      g_value_set_string (value, self->fix_available);
      break;
    case PROP_EXPLOIT_AVAILABLE:
      g_value_set_string (value, self->exploit_available);
      break;
    case PROP_VULNERABILITY_ID:
      g_value_set_string (value, self->vulnerability_id);
      break;
    case PROP_FIRST_OBSERVED:
      g_value_set_int64 (value, self->first_observed);
      break;
    case PROP_LAST_OBSERVED:
      g_value_set_int64 (value, self->last_observed);
      break;
    case PROP_UPDATED:
      g_value_set_int64 (value, self->updated);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
install_text (guint       id,
              const char *name)
{
  properties[id] = g_param_spec_string (name, NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
}

static void
install_number (guint       id,
                const char *name,
                guint       has_id,
                const char *has_name)
{
  properties[id] = g_param_spec_double (name, NULL, NULL, -G_MAXDOUBLE, G_MAXDOUBLE, 0,
                                        G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[has_id] =
      g_param_spec_boolean (has_name, NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
}

static void
install_time (guint       id,
              const char *name)
{
  properties[id] = g_param_spec_int64 (name, NULL, NULL, G_MININT64, G_MAXINT64, 0,
                                       G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
}

static void
dossier_finding_class_init (DossierFindingClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = dossier_finding_finalize;
  object_class->get_property = dossier_finding_get_property;

  install_text (PROP_ARN, "arn");
  install_text (PROP_TITLE, "title");
  install_text (PROP_SEVERITY, "severity");
  properties[PROP_SEVERITY_RANK] =
      g_param_spec_uint ("severity-rank", NULL, NULL, 0, DOSSIER_N_SEVERITIES - 1, 0,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  install_text (PROP_STATUS, "status");
  install_text (PROP_FINDING_TYPE, "finding-type");
  install_text (PROP_ACCOUNT_ID, "account-id");
  install_text (PROP_REGION, "region");
  install_text (PROP_RESOURCE_ID, "resource-id");
  install_text (PROP_RESOURCE_TYPE, "resource-type");
  install_text (PROP_RESOURCE_LABEL, "resource-label");
  install_number (PROP_SCORE, "score", PROP_HAS_SCORE, "has-score");
  install_number (PROP_EPSS, "epss", PROP_HAS_EPSS, "has-epss");
  install_text (PROP_FIX_AVAILABLE, "fix-available");
  install_text (PROP_EXPLOIT_AVAILABLE, "exploit-available");
  install_text (PROP_VULNERABILITY_ID, "vulnerability-id");
  install_time (PROP_FIRST_OBSERVED, "first-observed");
  install_time (PROP_LAST_OBSERVED, "last-observed");
  install_time (PROP_UPDATED, "updated");

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
dossier_finding_init (DossierFinding *)
{
}

/**
 * dossier_severity_rank_from_word:
 * @word: a severity as AWS spells it in findings, whatever the case: reports
 *   are read with this too
 *
 * Returns: its weight; %DOSSIER_SEVERITY_UNKNOWN for a word that is not known
 */
DossierSeverityRank
dossier_severity_rank_from_word (const char *word)
{
  static const char *const words[] = { NULL, "UNTRIAGED", "INFORMATIONAL", "LOW", "MEDIUM", "HIGH", "CRITICAL" };

  for (guint rank = 1; rank < G_N_ELEMENTS (words); rank++)
    if (g_ascii_strcasecmp (word, words[rank]) == 0)
      return rank;
  return DOSSIER_SEVERITY_UNKNOWN;
}

/**
 * dossier_finding_new:
 * @json: one Finding of the Inspector API, as JSON; it is kept
 * @error: return location for %DOSSIER_ERROR_INVALID_RESPONSE, which names the member
 *
 * Reads one finding. A member that is known must have its type, and
 * `findingArn` must be there; anything else may be missing.
 *
 * Returns: (transfer full) (nullable): the finding; never %NULL without an error
 */
DossierFinding *
dossier_finding_new (GBytes  *json,
                     GError **error)
{
  gsize length;
  const char *text = g_bytes_get_data (json, &length);
  yyjson_read_err problem = { 0 };
  yyjson_doc *document;
  DossierFinding *self;

  /* Without YYJSON_READ_INSITU the text is only read. */
  document = yyjson_read_opts ((char *) text, length, YYJSON_READ_NOFLAG, NULL, &problem);
  if (document == NULL)
    {
      g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_RESPONSE,
                   "A finding is not valid JSON at byte %" G_GSIZE_FORMAT ": %s", problem.pos, problem.msg);
      return NULL;
    }
  self = dossier_finding_new_for_value (json, yyjson_doc_get_root (document), error);
  yyjson_doc_free (document);
  return self;
}

/*
 * dossier_finding_new_for_value:
 * @json: one Finding of the Inspector API, as JSON; it is kept
 * @value: the same, parsed
 * @error: return location for %DOSSIER_ERROR_INVALID_RESPONSE, which names the member
 *
 * dossier_finding_new() for who has parsed it already.
 *
 * Returns: (transfer full) (nullable): the finding; never %NULL without an error
 */
DossierFinding *
dossier_finding_new_for_value (GBytes      *json,
                               yyjson_val  *value,
                               GError     **error)
{
  g_autoptr(DossierFinding) self = g_object_new (DOSSIER_TYPE_FINDING, NULL);

  self->json = g_bytes_ref (json);
  if (!yyjson_is_obj (value))
    {
      g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_RESPONSE,
                   "A finding is not valid: it should be an object, but is %s", yyjson_get_type_desc (value));
      return NULL;
    }
  if (!take_members (self, value, error))
    return NULL;
  derive_values (self, value);
  return g_steal_pointer (&self);
}

/**
 * dossier_findings_new_for_page:
 * @page: a page
 * @n_findings: how many of its findings, from the first, at most all
 * @error: return location for %DOSSIER_ERROR_INVALID_RESPONSE
 *
 * Returns: (transfer container) (element-type DossierFinding) (nullable): the
 *   findings in AWS's order; they keep the memory of the page
 */
GPtrArray *
dossier_findings_new_for_page (DossierFindingsPage  *page,
                               gsize                 n_findings,
                               GError              **error)
{
  g_autoptr(GPtrArray) findings = g_ptr_array_new_with_free_func (g_object_unref);

  g_return_val_if_fail (n_findings <= dossier_findings_page_get_n_findings (page), NULL);

  for (gsize i = 0; i < n_findings; i++)
    {
      g_autoptr(GBytes) json = dossier_findings_page_get_findings_json (page, i);
      DossierFinding *finding = dossier_finding_new (json, error);

      if (finding == NULL)
        return NULL;
      g_ptr_array_add (findings, finding);
    }
  return g_steal_pointer (&findings);
}

/**
 * dossier_finding_get_arn:
 * @self: a finding
 *
 * Returns: (transfer none): what names it, `findingArn`
 */
const char *
dossier_finding_get_arn (DossierFinding *self)
{
  return self->arn;
}

/**
 * dossier_finding_get_title:
 * @self: a finding
 *
 * Returns: (transfer none) (nullable): its title
 */
const char *
dossier_finding_get_title (DossierFinding *self)
{
  return self->title;
}

/**
 * dossier_finding_get_severity:
 * @self: a finding
 *
 * Returns: (transfer none) (nullable): AWS's word, `CRITICAL`, also one not known here
 */
const char *
dossier_finding_get_severity (DossierFinding *self)
{
  return self->severity;
}

/**
 * dossier_finding_get_severity_rank:
 * @self: a finding
 *
 * Returns: the weight of its severity
 */
DossierSeverityRank
dossier_finding_get_severity_rank (DossierFinding *self)
{
  return self->severity_rank;
}

/**
 * dossier_finding_get_status:
 * @self: a finding
 *
 * Returns: (transfer none) (nullable): AWS's word, `ACTIVE`
 */
const char *
dossier_finding_get_status (DossierFinding *self)
{
  return self->status;
}

/**
 * dossier_finding_get_finding_type:
 * @self: a finding
 *
 * Returns: (transfer none) (nullable): AWS's word, `PACKAGE_VULNERABILITY`
 */
const char *
dossier_finding_get_finding_type (DossierFinding *self)
{
  return self->finding_type;
}

/**
 * dossier_finding_get_account_id:
 * @self: a finding
 *
 * Returns: (transfer none) (nullable): the account of the resource, `awsAccountId`
 */
const char *
dossier_finding_get_account_id (DossierFinding *self)
{
  return self->account_id;
}

/**
 * dossier_finding_get_region:
 * @self: a finding
 *
 * Returns: (transfer none) (nullable): the Region of the first resource, else of
 *   the finding; of another cloud where the resource is in one
 */
const char *
dossier_finding_get_region (DossierFinding *self)
{
  return self->region;
}

/**
 * dossier_finding_get_resource_id:
 * @self: a finding
 *
 * Returns: (transfer none) (nullable): the id of the first resource, often an ARN
 */
const char *
dossier_finding_get_resource_id (DossierFinding *self)
{
  return self->resource_id;
}

/**
 * dossier_finding_get_resource_type:
 * @self: a finding
 *
 * Returns: (transfer none) (nullable): AWS's word for the first resource, `AWS_EC2_INSTANCE`
 */
const char *
dossier_finding_get_resource_type (DossierFinding *self)
{
  return self->resource_type;
}

/**
 * dossier_finding_get_resource_label:
 * @self: a finding
 *
 * Returns: (transfer none) (nullable): a short name for the first resource:
 *   `repository:tag`, an instance's Name tag, a function's or project's name
 */
const char *
dossier_finding_get_resource_label (DossierFinding *self)
{
  return self->resource_label;
}

/**
 * dossier_finding_get_fix_available:
 * @self: a finding
 *
 * Returns: (transfer none) (nullable): AWS's word, `YES`, `NO` or `PARTIAL`;
 *   absent is not no
 */
const char *
dossier_finding_get_fix_available (DossierFinding *self)
{
  return self->fix_available;
}

/**
 * dossier_finding_get_exploit_available:
 * @self: a finding
 *
 * Returns: (transfer none) (nullable): AWS's word, `YES` or `NO`; absent is not no
 */
const char *
dossier_finding_get_exploit_available (DossierFinding *self)
{
  return self->exploit_available;
}

/**
 * dossier_finding_get_vulnerability_id:
 * @self: a finding
 *
 * Returns: (transfer none) (nullable): for instance a CVE id; findings about
 *   networks and code have none
 */
const char *
dossier_finding_get_vulnerability_id (DossierFinding *self)
{
  return self->vulnerability_id;
}

/**
 * dossier_finding_get_score:
 * @self: a finding
 * @score: (out) (optional): `inspectorScore`, from 0 to 10
 *
 * Returns: whether there is one; a score of 0 is one
 */
gboolean
dossier_finding_get_score (DossierFinding *self,
                           double         *score)
{
  if (score != NULL)
    *score = self->score;
  return self->has_score;
}

/**
 * dossier_finding_get_epss:
 * @self: a finding
 * @epss: (out) (optional): the probability of an exploit, from 0 to 1
 *
 * Returns: whether there is one
 */
gboolean
dossier_finding_get_epss (DossierFinding *self,
                          double         *epss)
{
  if (epss != NULL)
    *epss = self->epss;
  return self->has_epss;
}

/**
 * dossier_finding_get_first_observed:
 * @self: a finding
 *
 * Returns: microseconds since 1970 UTC, or 0 where it is absent or not understood
 */
gint64
dossier_finding_get_first_observed (DossierFinding *self)
{
  return self->first_observed;
}

/**
 * dossier_finding_get_last_observed:
 * @self: a finding
 *
 * Returns: microseconds since 1970 UTC, or 0 where it is absent or not understood
 */
gint64
dossier_finding_get_last_observed (DossierFinding *self)
{
  return self->last_observed;
}

/**
 * dossier_finding_get_updated:
 * @self: a finding
 *
 * Returns: microseconds since 1970 UTC, or 0 where it is absent or not understood
 */
gint64
dossier_finding_get_updated (DossierFinding *self)
{
  return self->updated;
}

/**
 * dossier_finding_get_json:
 * @self: a finding
 *
 * Returns: (transfer none): the bytes AWS sent
 */
GBytes *
dossier_finding_get_json (DossierFinding *self)
{
  return self->json;
}

/**
 * dossier_finding_dup_json:
 * @self: a finding
 *
 * Returns: (transfer full): the text AWS sent, byte for byte
 */
char *
dossier_finding_dup_json (DossierFinding *self)
{
  gsize length;
  const char *text = g_bytes_get_data (self->json, &length);

  return g_strndup (text, length);
}
