// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "dossier-demo-aggregate.h"
#include "dossier-demo-finding-private.h"
#include "dossier-demo-matcher-private.h"
#include "dossier-error.h"
#include "dossier-json.h"

/* What findings are put together by before their JSON is looked at. */
typedef enum
{
  UNIT_ACCOUNT,
  UNIT_WEAKNESS,
  UNIT_RESOURCE,
} Unit;

typedef enum
{
  COUNT_NETWORK = 1 << 0,
  COUNT_FIXES = 1 << 1,         /* exploitAvailableCount, fixAvailableCount */
  COUNT_ACTIVE_FIXES = 1 << 2,  /* the same, by longer names */
  BY_TYPES = 1 << 3,            /* a request may name a finding type and a resource type */
} Flags;

/* A member of the answer: what is at a path of the finding. */
typedef struct
{
  const char *name;
  const char *path;
} Member;

/* A condition of the request, over a member of the answer. */
typedef struct
{
  const char *name;
  DossierDemoKind kind;
  const char *member;
} Condition;

typedef struct
{
  const char *type;
  const char *member;       /* of the request and of the answer */
  Unit unit;
  Flags flags;
  const char *needs;        /* what a finding must have to count */
  const char *each;         /* nullable: the member that has an answer of its own for each of its values */
  const char *affected;     /* nullable: the member that counts resources, and the sortBy of it */
  const char *affected_sort;
  Member members[13];
  Condition conditions[14];
} Aggregation;

#define EC2(member) "resources.details.awsEc2Instance" member
#define ECR(member) "resources.details.awsEcrContainerImage" member
#define LAMBDA(member) "resources.details.awsLambdaFunction" member
#define REPOSITORY(member) "resources.details.codeRepository" member
#define VM(member) "resources.details.vm" member
#define IMAGE(member) "resources.details.image" member
#define SITE(member) "resources.details.serverlessFunction" member
#define STRING DOSSIER_DEMO_KIND_STRING
#define ACCOUNT { "accountId", "awsAccountId" }
#define RESOURCE { "resourceId", "resources.id" }
#define CLOUD \
  { "cloudProvider", "resources.provider" }, { "cloudAccountId", "resources.providerAccountId" }, \
  { "cloudPartition", "resources.partition" }, { "cloudRegion", "resources.region" }, \
  { "cloudOrgId", "resources.providerOrgId" }
#define RESOURCE_IDS { "resourceIds", STRING, "resourceId" }
#define CLOUDS \
  { "cloudProviders", STRING, "cloudProvider" }, { "cloudAccountIds", STRING, "cloudAccountId" }, \
  { "cloudPartitions", STRING, "cloudPartition" }, { "cloudRegions", STRING, "cloudRegion" }, \
  { "cloudOrgIds", STRING, "cloudOrgId" }

/* AggregationType, AggregationRequest and AggregationResponse of the API reference. */
static const Aggregation aggregations[] = {
  { "FINDING_TYPE", "findingTypeAggregation", UNIT_ACCOUNT, COUNT_FIXES | BY_TYPES, "awsAccountId", NULL, NULL, NULL,
    { ACCOUNT }, {} },
  { "ACCOUNT", "accountAggregation", UNIT_ACCOUNT, COUNT_FIXES | BY_TYPES, "awsAccountId", NULL, NULL, NULL,
    { ACCOUNT }, {} },
  { "TITLE", "titleAggregation", UNIT_WEAKNESS, BY_TYPES, "title", NULL, NULL, NULL,
    { ACCOUNT, { "title", "title" }, { "vulnerabilityId", "packageVulnerabilityDetails.vulnerabilityId" } },
    { { "titles", STRING, "title" }, { "vulnerabilityIds", STRING, "vulnerabilityId" } } },
  { "PACKAGE", "packageAggregation", UNIT_WEAKNESS, 0, "packageVulnerabilityDetails", "packageName", NULL, NULL,
    { ACCOUNT, { "packageName", "packageVulnerabilityDetails.vulnerablePackages.name" } },
    { { "packageNames", STRING, "packageName" } } },
  { "REPOSITORY", "repositoryAggregation", UNIT_RESOURCE, 0, ECR (""), NULL, "affectedImages", "AFFECTED_IMAGES",
    { ACCOUNT, { "repository", ECR (".repositoryName") } }, { { "repositories", STRING, "repository" } } },
  { "AMI", "amiAggregation", UNIT_RESOURCE, 0, EC2 (".imageId"), NULL, "affectedInstances", "AFFECTED_INSTANCES",
    { ACCOUNT, { "ami", EC2 (".imageId") } }, { { "amis", STRING, "ami" } } },
  { "AWS_EC2_INSTANCE", "ec2InstanceAggregation", UNIT_RESOURCE, COUNT_NETWORK, EC2 (""), NULL, NULL, NULL,
    { ACCOUNT, { "instanceId", "resources.id" }, { "ami", EC2 (".imageId") }, { "operatingSystem", EC2 (".platform") },
      { "instanceTags", "resources.tags" } },
    { { "instanceIds", STRING, "instanceId" }, { "amis", STRING, "ami" },
      { "operatingSystems", STRING, "operatingSystem" }, { "instanceTags", DOSSIER_DEMO_KIND_MAP, "instanceTags" } } },
  { "AWS_ECR_CONTAINER", "awsEcrContainerAggregation", UNIT_RESOURCE, 0, ECR (""), NULL, NULL, NULL,
    { ACCOUNT, RESOURCE, { "imageSha", ECR (".imageHash") }, { "repository", ECR (".repositoryName") },
      { "architecture", ECR (".architecture") }, { "imageTags", ECR (".imageTags") },
      { "lastInUseAt", ECR (".lastInUseAt") }, { "inUseCount", ECR (".inUseCount") } },
    { RESOURCE_IDS, { "imageShas", STRING, "imageSha" }, { "repositories", STRING, "repository" },
      { "architectures", STRING, "architecture" }, { "imageTags", STRING, "imageTags" },
      { "lastInUseAt", DOSSIER_DEMO_KIND_DATE, "lastInUseAt" }, { "inUseCount", DOSSIER_DEMO_KIND_NUMBER, "inUseCount" } } },
  { "IMAGE_LAYER", "imageLayerAggregation", UNIT_RESOURCE, 0, ECR (""), "layerHash", NULL, NULL,
    { ACCOUNT, { "repository", ECR (".repositoryName") }, RESOURCE,
      { "layerHash", "packageVulnerabilityDetails.vulnerablePackages.sourceLayerHash" } },
    { RESOURCE_IDS, { "repositories", STRING, "repository" }, { "layerHashes", STRING, "layerHash" } } },
  { "AWS_LAMBDA_FUNCTION", "lambdaFunctionAggregation", UNIT_RESOURCE, 0, LAMBDA (""), NULL, NULL, NULL,
    { ACCOUNT, RESOURCE, { "functionName", LAMBDA (".functionName") }, { "runtime", LAMBDA (".runtime") },
      { "lambdaTags", "resources.tags" }, { "lastModifiedAt", LAMBDA (".lastModifiedAt") } },
    { RESOURCE_IDS, { "functionNames", STRING, "functionName" }, { "runtimes", STRING, "runtime" },
      { "functionTags", DOSSIER_DEMO_KIND_MAP, "lambdaTags" } } },
  { "LAMBDA_LAYER", "lambdaLayerAggregation", UNIT_RESOURCE, 0, LAMBDA (".layers"), "layerArn", NULL, NULL,
    { ACCOUNT, { "functionName", LAMBDA (".functionName") }, RESOURCE, { "layerArn", LAMBDA (".layers") } },
    { RESOURCE_IDS, { "functionNames", STRING, "functionName" }, { "layerArns", STRING, "layerArn" } } },
  { "CODE_REPOSITORY", "codeRepositoryAggregation", UNIT_RESOURCE, COUNT_ACTIVE_FIXES, REPOSITORY (""), NULL, NULL, NULL,
    { ACCOUNT, RESOURCE, { "projectNames", REPOSITORY (".projectName") }, { "providerType", REPOSITORY (".providerType") } },
    { RESOURCE_IDS, { "projectNames", STRING, "projectNames" }, { "providerTypes", STRING, "providerType" } } },
  { "VM_INSTANCE", "vmInstanceAggregation", UNIT_RESOURCE, COUNT_NETWORK | COUNT_ACTIVE_FIXES, VM (""), NULL, NULL, NULL,
    { ACCOUNT, RESOURCE, CLOUD, { "vmImageReference", VM (".vmImageReference") }, { "operatingSystem", VM (".platform") },
      { "tags", "resources.tags" } },
    { RESOURCE_IDS, CLOUDS, { "vmImageReferences", STRING, "vmImageReference" },
      { "operatingSystems", STRING, "operatingSystem" }, { "instanceTags", DOSSIER_DEMO_KIND_MAP, "tags" } } },
  { "CONTAINER_IMAGE", "containerImageAggregation", UNIT_RESOURCE, COUNT_ACTIVE_FIXES, IMAGE (""), NULL, NULL, NULL,
    { ACCOUNT, RESOURCE, CLOUD, { "imageDigest", IMAGE (".imageDigest") }, { "repository", IMAGE (".repositoryName") },
      { "registry", IMAGE (".registry") }, { "architecture", IMAGE (".architecture") }, { "imageTags", IMAGE (".imageTags") },
      { "inUseCount", IMAGE (".inUseCount") } },
    { RESOURCE_IDS, CLOUDS, { "imageDigests", STRING, "imageDigest" }, { "repositories", STRING, "repository" },
      { "registries", STRING, "registry" }, { "architectures", STRING, "architecture" },
      { "imageTags", STRING, "imageTags" }, { "inUseCount", DOSSIER_DEMO_KIND_NUMBER, "inUseCount" },
      { "lastInUseAt", DOSSIER_DEMO_KIND_DATE, "lastInUseAt" } } },
  { "SERVERLESS_FUNCTION", "serverlessFunctionAggregation", UNIT_RESOURCE, COUNT_ACTIVE_FIXES, SITE (""), NULL, NULL, NULL,
    { ACCOUNT, RESOURCE, CLOUD, { "functionName", SITE (".serverlessFunctionName") }, { "runtime", SITE (".runtime") },
      { "tags", "resources.tags" }, { "lastModifiedAt", SITE (".lastModifiedAt") } },
    { RESOURCE_IDS, CLOUDS, { "functionNames", STRING, "functionName" }, { "runtimes", STRING, "runtime" },
      { "functionTags", DOSSIER_DEMO_KIND_MAP, "tags" } } },
};

typedef struct
{
  guint first;          /* a finding that stands for all */
  guint all, critical, high, medium, network, exploits, fixes, units;
} Counts;

typedef struct
{
  char *row;            /* the members but for the counts, as text without its end */
  Counts counts;
  guint key;            /* what it is sorted by */
} Group;

static void
group_free (gpointer data)
{
  Group *self = data;

  g_free (self->row);
  g_free (self);
}

static gboolean
refuse (GError     **error,
        const char  *where,
        const char  *why)
{
  g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT, "%s: %s", where, why);
  return FALSE;
}

static void
collect (const char *path,
         yyjson_val *value,
         GPtrArray  *found)
{
  dossier_demo_criterion_collect (&(DossierDemoCriterion) { .path = path }, value, found);
}

static void
add_criterion (JsonObject *criteria,
               const char *field,
               const char *value)
{
  JsonArray *entries = json_array_new ();
  JsonObject *entry = json_object_new ();

  json_object_set_string_member (entry, "comparison", "EQUALS");
  json_object_set_string_member (entry, "value", value);
  json_array_add_object_element (entries, entry);
  json_object_set_array_member (criteria, field, entries);
}

/* Which findings are counted: active ones, as in Inspector's own summaries. */
static JsonObject *
read_criteria (const Aggregation  *aggregation,
               JsonObject         *input,
               JsonObject         *request,
               GError            **error)
{
  static const char *const types[] = { "findingType", "resourceType" };
  g_autoptr (JsonObject) criteria = json_object_new ();
  JsonNode *accounts = json_object_get_member (input, "accountIds");

  add_criterion (criteria, "findingStatus", "ACTIVE");
  if (accounts != NULL)
    {
      if (!dossier_demo_criterion_check (dossier_demo_criterion_find ("awsAccountId"), "accountIds", accounts, error))
        return NULL;
      json_object_set_member (criteria, "awsAccountId", json_node_copy (accounts));
    }
  for (guint at = 0; (aggregation->flags & BY_TYPES) != 0 && at < G_N_ELEMENTS (types); at++)
    {
      const char *value = NULL;

      if (!dossier_json_get_string (request, types[at], &value, error))
        return NULL;
      if (value != NULL)
        add_criterion (criteria, types[at], value);
    }
  return g_steal_pointer (&criteria);
}

static gboolean
check_conditions (const Aggregation  *aggregation,
                  JsonObject         *request,
                  GError            **error)
{
  g_autoptr (GList) names = json_object_get_members (request);

  for (GList *at = names; at != NULL; at = at->next)
    {
      const char *name = at->data;
      const Condition *condition = NULL;
      g_autofree char *where = g_strdup_printf ("aggregationRequest.%s.%s", aggregation->member, name);

      if (g_str_equal (name, "sortBy") || g_str_equal (name, "sortOrder") ||
          ((aggregation->flags & BY_TYPES) != 0 &&
           (g_str_equal (name, "findingType") || g_str_equal (name, "resourceType"))))
        continue;
      for (guint i = 0; i < G_N_ELEMENTS (aggregation->conditions) && aggregation->conditions[i].name != NULL; i++)
        if (g_str_equal (aggregation->conditions[i].name, name))
          condition = &aggregation->conditions[i];
      if (condition == NULL)
        return refuse (error, where, "there is no such member");
      if (!dossier_demo_criterion_check (&(DossierDemoCriterion) { name, condition->kind, 0, condition->member }, where,
                                         json_object_get_member (request, name), error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
row_is_wanted (const Aggregation *aggregation,
               JsonObject        *request,
               const char        *row)
{
  g_autoptr (GPtrArray) values = g_ptr_array_new ();
  yyjson_doc *doc = NULL;
  gboolean wanted = TRUE;

  for (guint i = 0; wanted && i < G_N_ELEMENTS (aggregation->conditions) && aggregation->conditions[i].name != NULL; i++)
    {
      const Condition *condition = &aggregation->conditions[i];
      const DossierDemoCriterion criterion = { condition->name, condition->kind, 0, condition->member };

      if (!json_object_has_member (request, condition->name))
        continue;
      if (doc == NULL)
        {
          g_autofree char *whole = g_strconcat (row, "}", NULL);

          doc = yyjson_read (whole, strlen (whole), 0);
        }
      g_ptr_array_set_size (values, 0);
      dossier_demo_criterion_collect (&criterion, yyjson_doc_get_root (doc), values);
      wanted = dossier_demo_criterion_accepts (&criterion, json_object_get_array_member (request, condition->name), values);
    }
  yyjson_doc_free (doc);
  return wanted;
}

static void
append_member (GString    *row,
               const char *name,
               yyjson_val *value)
{
  char *text = yyjson_val_write (value, 0, NULL);

  g_string_append_printf (row, "%c\"%s\":%s", row->len == 0 ? '{' : ',', name, text);
  free (text);
}

/* An array is one value of a member, unless each of its elements gets a row. */
static yyjson_val *
find_value (yyjson_val *finding,
            const char *path)
{
  yyjson_val *value = finding;

  for (const char *at = path; value != NULL && *at != '\0';)
    {
      const char *dot = strchrnul (at, '.');

      if (yyjson_is_arr (value))
        value = yyjson_arr_get_first (value);
      value = yyjson_obj_getn (value, at, (size_t) (dot - at));
      at = *dot == '.' ? dot + 1 : dot;
    }
  return value;
}

static char *
make_row (const Aggregation *aggregation,
          yyjson_val        *finding,
          yyjson_val        *each)
{
  GString *row = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (aggregation->members) && aggregation->members[i].name != NULL; i++)
    {
      const Member *member = &aggregation->members[i];
      gboolean is_each = g_strcmp0 (member->name, aggregation->each) == 0;
      yyjson_val *value = is_each ? each : find_value (finding, member->path);

      if (value != NULL)
        append_member (row, member->name, value);
    }
  return g_string_free_and_steal (row);
}

static void
count (Counts                   *counts,
       const DossierDemoFinding *finding,
       guint64                   seed)
{
  counts->all++;
  counts->critical += finding->severity == DOSSIER_DEMO_CRITICAL;
  counts->high += finding->severity == DOSSIER_DEMO_HIGH;
  counts->medium += finding->severity == DOSSIER_DEMO_MEDIUM;
  counts->network += finding->type == DOSSIER_DEMO_NETWORK_REACHABILITY;
  if (finding->type == DOSSIER_DEMO_PACKAGE_VULNERABILITY)
    {
      DossierDemoVulnerability vulnerability;

      dossier_demo_vulnerability_init (&vulnerability, seed, finding->weakness);
      counts->exploits += vulnerability.exploit;
      counts->fixes += vulnerability.n_fixed == vulnerability.n_names;
    }
}

static void
add (Counts       *self,
     const Counts *more)
{
  self->all += more->all;
  self->critical += more->critical;
  self->high += more->high;
  self->medium += more->medium;
  self->network += more->network;
  self->exploits += more->exploits;
  self->fixes += more->fixes;
  self->units++;
}

static gint64
unit_of (const Aggregation        *aggregation,
         const DossierDemoFinding *finding)
{
  switch (aggregation->unit)
    {
    case UNIT_RESOURCE:
      return finding->resource;
    case UNIT_WEAKNESS:
      return ((gint64) dossier_demo_grain_of (finding, DOSSIER_DEMO_BY_WEAKNESS) << 8) + finding->account;
    case UNIT_ACCOUNT:
    default:
      return finding->account;
    }
}

static GHashTable *
count_units (const Aggregation *aggregation,
             DossierDemoData   *data,
             GArray            *found)
{
  GHashTable *units = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);

  for (guint i = 0; i < found->len; i++)
    {
      guint at = g_array_index (found, guint, i);
      const DossierDemoFinding *finding = dossier_demo_data_get_finding (data, at);
      gint64 unit = unit_of (aggregation, finding);
      Counts *counts = g_hash_table_lookup (units, &unit);

      if (counts == NULL)
        {
          counts = g_new0 (Counts, 1);
          counts->first = at;
          g_hash_table_insert (units, g_memdup2 (&unit, sizeof unit), counts);
        }
      count (counts, finding, dossier_demo_data_get_seed (data));
    }
  return units;
}

static void
add_row (GHashTable   *groups,
         char         *row,
         const Counts *counts)
{
  g_autofree char *owned = row;
  Group *group = g_hash_table_lookup (groups, row);

  if (group == NULL)
    {
      group = g_new0 (Group, 1);
      group->row = g_steal_pointer (&owned);
      g_hash_table_insert (groups, group->row, group);
    }
  add (&group->counts, counts);
}

static GHashTable *
make_groups (const Aggregation *aggregation,
             DossierDemoData   *data,
             GHashTable        *units)
{
  GHashTable *groups = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, group_free);
  g_autoptr (GPtrArray) values = g_ptr_array_new ();
  g_auto (DossierDemoReader) reader = { 0 };
  const char *each_path = NULL;
  GHashTableIter iter;
  Counts *counts;

  for (guint i = 0; aggregation->each != NULL && each_path == NULL; i++)
    if (g_str_equal (aggregation->members[i].name, aggregation->each))
      each_path = aggregation->members[i].path;
  dossier_demo_reader_init (&reader, data);
  g_hash_table_iter_init (&iter, units);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &counts))
    {
      yyjson_val *finding;

      dossier_demo_reader_seek (&reader, counts->first);
      finding = dossier_demo_reader_finding (&reader);
      if (find_value (finding, aggregation->needs) == NULL)
        continue;
      g_ptr_array_set_size (values, 0);
      if (each_path != NULL)
        collect (each_path, finding, values);
      else
        g_ptr_array_add (values, NULL);
      for (guint i = 0; i < values->len; i++)
        add_row (groups, make_row (aggregation, finding, values->pdata[i]), counts);
    }
  return groups;
}

static int
compare_ascending (gconstpointer one,
                   gconstpointer two)
{
  const Group *a = *(const Group *const *) one;
  const Group *b = *(const Group *const *) two;

  return a->key != b->key ? (a->key < b->key ? -1 : 1) : strcmp (a->row, b->row);
}

static int
compare_descending (gconstpointer one,
                    gconstpointer two)
{
  const Group *a = *(const Group *const *) one;
  const Group *b = *(const Group *const *) two;

  return a->key != b->key ? (a->key > b->key ? -1 : 1) : strcmp (a->row, b->row);
}

/* Without a wish, what has most findings comes first. */
static gboolean
sort (const Aggregation  *aggregation,
      JsonObject         *request,
      GPtrArray          *groups,
      GError            **error)
{
  g_autofree char *where = g_strdup_printf ("aggregationRequest.%s", aggregation->member);
  const char *by = NULL, *order = NULL;

  if (!dossier_json_get_string (request, "sortBy", &by, error) ||
      !dossier_json_get_string (request, "sortOrder", &order, error))
    return FALSE;
  if (order != NULL && !g_str_equal (order, "ASC") && !g_str_equal (order, "DESC"))
    return refuse (error, where, "sortOrder must be ASC or DESC");
  if (by != NULL && !g_str_equal (by, "ALL") && !g_str_equal (by, "CRITICAL") && !g_str_equal (by, "HIGH") &&
      g_strcmp0 (by, aggregation->affected_sort) != 0 &&
      !((aggregation->flags & COUNT_NETWORK) != 0 && g_str_equal (by, "NETWORK_FINDINGS")))
    return refuse (error, where, "sortBy is not one of this aggregation");
  for (guint at = 0; at < groups->len; at++)
    {
      Group *group = groups->pdata[at];

      group->key = g_strcmp0 (by, "CRITICAL") == 0           ? group->counts.critical
                   : g_strcmp0 (by, "HIGH") == 0             ? group->counts.high
                   : g_strcmp0 (by, "NETWORK_FINDINGS") == 0 ? group->counts.network
                   : by == NULL || g_str_equal (by, "ALL")   ? group->counts.all
                                                             : group->counts.units;
    }
  g_ptr_array_sort (groups, g_strcmp0 (order, "ASC") == 0 ? compare_ascending : compare_descending);
  return TRUE;
}

static char *
to_text (const Aggregation *aggregation,
         const Group       *group)
{
  const Counts *counts = &group->counts;
  GString *out = g_string_new (NULL);

  g_string_append_printf (out, "{\"%s\":%s,\"severityCounts\":{\"all\":%u,\"critical\":%u,\"high\":%u,\"medium\":%u}",
                          aggregation->member, group->row, counts->all, counts->critical, counts->high, counts->medium);
  if ((aggregation->flags & COUNT_NETWORK) != 0)
    g_string_append_printf (out, ",\"networkFindings\":%u", counts->network);
  if ((aggregation->flags & COUNT_FIXES) != 0)
    g_string_append_printf (out, ",\"exploitAvailableCount\":%u,\"fixAvailableCount\":%u", counts->exploits, counts->fixes);
  if ((aggregation->flags & COUNT_ACTIVE_FIXES) != 0)
    g_string_append_printf (out, ",\"exploitAvailableActiveFindingsCount\":%u,\"fixAvailableActiveFindingsCount\":%u",
                            counts->exploits, counts->fixes);
  if (aggregation->affected != NULL)
    g_string_append_printf (out, ",\"%s\":%u", aggregation->affected, counts->units);
  g_string_append (out, "}}");
  return g_string_free_and_steal (out);
}

static const Aggregation *
find_aggregation (const char *type)
{
  for (guint at = 0; at < G_N_ELEMENTS (aggregations); at++)
    if (g_str_equal (aggregations[at].type, type))
      return &aggregations[at];
  return NULL;
}

static JsonObject *
read_request (const Aggregation  *aggregation,
              JsonObject         *input,
              GError            **error)
{
  JsonObject *all = NULL, *request = NULL;
  g_autoptr (GList) names = NULL;

  if (!dossier_json_get_object (input, "aggregationRequest", &all, error))
    return NULL;
  if (all == NULL)
    return json_object_new ();
  names = json_object_get_members (all);
  if (names == NULL || names->next != NULL || !g_str_equal (names->data, aggregation->member))
    {
      refuse (error, "aggregationRequest", "must hold the one member that fits aggregationType");
      return NULL;
    }
  if (!dossier_json_get_object (all, aggregation->member, &request, error))
    return NULL;
  if (request == NULL || !check_conditions (aggregation, request, error))
    {
      if (request == NULL)
        refuse (error, "aggregationRequest", "must not be null");
      return NULL;
    }
  return json_object_ref (request);
}

/**
 * dossier_demo_aggregate:
 * @index: the findings
 * @scope: which of them the caller may see
 * @input: the request of ListFindingAggregations
 * @error: return location for %DOSSIER_ERROR_INVALID_INPUT, or
 *   %DOSSIER_ERROR_INVALID_RESPONSE where a member has another type
 *
 * Counts active findings by account and what the request's aggregationType says.
 * Conditions of the request are about the rows of the answer. Most findings come
 * first where it does not say; equal rows go by their text.
 *
 * Returns: (transfer full) (nullable) (element-type utf8): all `responses`, as JSON
 */
GPtrArray *
dossier_demo_aggregate (DossierDemoIndex        *index,
                        const DossierDemoScope  *scope,
                        JsonObject              *input,
                        GError                 **error)
{
  const char *type = dossier_json_need_string (input, "aggregationType", error);
  const Aggregation *aggregation = type != NULL ? find_aggregation (type) : NULL;
  g_autoptr (JsonObject) request = NULL;
  g_autoptr (JsonObject) criteria = NULL;
  g_autoptr (GArray) found = NULL;
  g_autoptr (GHashTable) units = NULL;
  g_autoptr (GHashTable) groups = NULL;
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();
  GPtrArray *rows;
  GHashTableIter iter;
  Group *group;

  if (type == NULL)
    return NULL;
  if (aggregation == NULL)
    {
      refuse (error, "aggregationType", "there is no such type");
      return NULL;
    }
  request = read_request (aggregation, input, error);
  if (request == NULL)
    return NULL;
  criteria = read_criteria (aggregation, input, request, error);
  if (criteria == NULL)
    return NULL;
  found = dossier_demo_index_find (index, &(DossierDemoQuery) { *scope, criteria, NULL, FALSE });
  units = count_units (aggregation, dossier_demo_index_get_data (index), found);
  groups = make_groups (aggregation, dossier_demo_index_get_data (index), units);
  g_hash_table_iter_init (&iter, groups);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &group))
    if (row_is_wanted (aggregation, request, group->row))
      g_ptr_array_add (sorted, group);
  if (!sort (aggregation, request, sorted, error))
    return NULL;
  rows = g_ptr_array_new_with_free_func (g_free);
  for (guint at = 0; at < sorted->len; at++)
    {
      group = sorted->pdata[at];
      g_ptr_array_add (rows, to_text (aggregation, group));
    }
  return rows;
}
