// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <math.h>
#include <string.h>

#include "dossier-demo-filter.h"
#include "dossier-error.h"

#define MAX_ENTRIES 10

#define STRING DOSSIER_DEMO_KIND_STRING
#define NUMBER DOSSIER_DEMO_KIND_NUMBER
#define DATE DOSSIER_DEMO_KIND_DATE
#define MAP DOSSIER_DEMO_KIND_MAP
#define PORT DOSSIER_DEMO_KIND_PORT
#define PACKAGES DOSSIER_DEMO_KIND_PACKAGE
#define BY_FINDING DOSSIER_DEMO_BY_FINDING
#define BY_RESOURCE DOSSIER_DEMO_BY_RESOURCE
#define BY_WEAKNESS DOSSIER_DEMO_BY_WEAKNESS

#define RESOURCE(member) "resources." member
#define EC2(member) "resources.details.awsEc2Instance." member
#define ECR(member) "resources.details.awsEcrContainerImage." member
#define LAMBDA(member) "resources.details.awsLambdaFunction." member
#define VM(member) "resources.details.vm." member
#define IMAGE(member) "resources.details.image." member
#define SERVERLESS(member) "resources.details.serverlessFunction." member
#define PACKAGE(member) "packageVulnerabilityDetails." member
#define CODE(member) "codeVulnerabilityDetails." member

/* The members of FilterCriteria in the Inspector API reference. */
static const DossierDemoCriterion fields[] = {
  { "findingArn", STRING, BY_FINDING, "findingArn" },
  { "awsAccountId", STRING, BY_FINDING, "awsAccountId" },
  { "title", STRING, BY_WEAKNESS, "title" },
  { "findingType", STRING, BY_FINDING, "type" },
  { "severity", STRING, BY_FINDING, "severity" },
  { "findingStatus", STRING, BY_FINDING, "status" },
  { "firstObservedAt", DATE, BY_FINDING, "firstObservedAt" },
  { "lastObservedAt", DATE, BY_FINDING, "lastObservedAt" },
  { "updatedAt", DATE, BY_FINDING, "updatedAt" },
  { "inspectorScore", NUMBER, BY_WEAKNESS, "inspectorScore" },
  { "epssScore", NUMBER, BY_WEAKNESS, "epss.score" },
  { "fixAvailable", STRING, BY_WEAKNESS, "fixAvailable" },
  { "exploitAvailable", STRING, BY_WEAKNESS, "exploitAvailable" },
  { "resourceType", STRING, BY_RESOURCE, RESOURCE ("type") },
  { "resourceId", STRING, BY_RESOURCE, RESOURCE ("id") },
  { "resourceTags", MAP, BY_RESOURCE, RESOURCE ("tags") },
  { "ec2InstanceImageId", STRING, BY_RESOURCE, EC2 ("imageId") },
  { "ec2InstanceVpcId", STRING, BY_RESOURCE, EC2 ("vpcId") },
  { "ec2InstanceSubnetId", STRING, BY_RESOURCE, EC2 ("subnetId") },
  { "ecrImageArchitecture", STRING, BY_RESOURCE, ECR ("architecture") },
  { "ecrImageRegistry", STRING, BY_RESOURCE, ECR ("registry") },
  { "ecrImageRepositoryName", STRING, BY_RESOURCE, ECR ("repositoryName") },
  { "ecrImageTags", STRING, BY_RESOURCE, ECR ("imageTags") },
  { "ecrImageHash", STRING, BY_RESOURCE, ECR ("imageHash") },
  { "ecrImagePushedAt", DATE, BY_RESOURCE, ECR ("pushedAt") },
  { "ecrImageLastInUseAt", DATE, BY_RESOURCE, ECR ("lastInUseAt") },
  { "ecrImageInUseCount", NUMBER, BY_RESOURCE, ECR ("inUseCount") },
  { "portRange", PORT, BY_WEAKNESS, "networkReachabilityDetails.openPortRange" },
  { "networkProtocol", STRING, BY_WEAKNESS, "networkReachabilityDetails.protocol" },
  { "componentId", STRING, BY_RESOURCE, "networkReachabilityDetails.networkPath.steps.componentId" },
  { "componentType", STRING, BY_WEAKNESS, "networkReachabilityDetails.networkPath.steps.componentType" },
  { "vulnerabilityId", STRING, BY_WEAKNESS, PACKAGE ("vulnerabilityId") },
  { "vulnerabilitySource", STRING, BY_RESOURCE, PACKAGE ("source") },
  { "vendorSeverity", STRING, BY_WEAKNESS, PACKAGE ("vendorSeverity") },
  { "relatedVulnerabilities", STRING, BY_WEAKNESS, PACKAGE ("relatedVulnerabilities") },
  { "vulnerablePackages", PACKAGES, BY_WEAKNESS, PACKAGE ("vulnerablePackages") },
  { "lambdaFunctionName", STRING, BY_RESOURCE, LAMBDA ("functionName") },
  { "lambdaFunctionLayers", STRING, BY_RESOURCE, LAMBDA ("layers") },
  { "lambdaFunctionRuntime", STRING, BY_RESOURCE, LAMBDA ("runtime") },
  { "lambdaFunctionExecutionRoleArn", STRING, BY_RESOURCE, LAMBDA ("executionRoleArn") },
  { "lambdaFunctionLastModifiedAt", DATE, BY_RESOURCE, LAMBDA ("lastModifiedAt") },
  { "codeVulnerabilityDetectorName", STRING, BY_WEAKNESS, CODE ("detectorName") },
  { "codeVulnerabilityDetectorTags", STRING, BY_WEAKNESS, CODE ("detectorTags") },
  { "codeVulnerabilityFilePath", STRING, BY_WEAKNESS, CODE ("filePath.filePath") },
  { "codeRepositoryProjectName", STRING, BY_RESOURCE, "resources.details.codeRepository.projectName" },
  { "codeRepositoryProviderType", STRING, BY_RESOURCE, "resources.details.codeRepository.providerType" },
  { "cloudProvider", STRING, BY_RESOURCE, RESOURCE ("provider") },
  { "cloudProviderRegion", STRING, BY_RESOURCE, RESOURCE ("region") },
  { "cloudProviderAccountId", STRING, BY_RESOURCE, RESOURCE ("providerAccountId") },
  { "cloudProviderOrgId", STRING, BY_RESOURCE, RESOURCE ("providerOrgId") },
  { "cloudVmImageReference", STRING, BY_RESOURCE, VM ("vmImageReference") },
  { "cloudVmNetworkId", STRING, BY_RESOURCE, VM ("networkId") },
  { "cloudVmSubnetIds", STRING, BY_RESOURCE, VM ("subnetIds") },
  { "cloudImageRepositoryName", STRING, BY_RESOURCE, IMAGE ("repositoryName") },
  { "cloudImageRegistry", STRING, BY_RESOURCE, IMAGE ("registry") },
  { "cloudImageDigest", STRING, BY_RESOURCE, IMAGE ("imageDigest") },
  { "cloudImageTags", STRING, BY_RESOURCE, IMAGE ("imageTags") },
  { "cloudImageArchitecture", STRING, BY_RESOURCE, IMAGE ("architecture") },
  { "cloudImagePushedAt", DATE, BY_RESOURCE, IMAGE ("pushedAt") },
  { "cloudImageLastInUseAt", DATE, BY_RESOURCE, IMAGE ("lastInUseAt") },
  { "cloudImageInUseCount", NUMBER, BY_RESOURCE, IMAGE ("inUseCount") },
  { "cloudServerlessFunctionName", STRING, BY_RESOURCE, SERVERLESS ("serverlessFunctionName") },
  { "cloudServerlessFunctionRuntime", STRING, BY_RESOURCE, SERVERLESS ("runtime") },
  { "cloudServerlessFunctionExecutionRole", STRING, BY_RESOURCE, SERVERLESS ("executionRole") },
  { "cloudServerlessFunctionLastModifiedAt", DATE, BY_RESOURCE, SERVERLESS ("lastModifiedAt") },
};

/* The members of PackageFilter. */
static const DossierDemoCriterion package_fields[] = {
  { "name", STRING, BY_WEAKNESS, "name" },
  { "version", STRING, BY_WEAKNESS, "version" },
  { "release", STRING, BY_WEAKNESS, "release" },
  { "architecture", STRING, BY_WEAKNESS, "arch" },
  { "sourceLayerHash", STRING, BY_WEAKNESS, "sourceLayerHash" },
  { "sourceLambdaLayerArn", STRING, BY_WEAKNESS, "sourceLambdaLayerArn" },
  { "filePath", STRING, BY_WEAKNESS, "filePath" },
  { "epoch", NUMBER, BY_WEAKNESS, "epoch" },
};

static const char *const ends[][2] = {
  [NUMBER] = { "lowerInclusive", "upperInclusive" },
  [DATE] = { "startInclusive", "endInclusive" },
  [PORT] = { "beginInclusive", "endInclusive" },
};

static const DossierDemoCriterion *
find_field (const DossierDemoCriterion *table,
            gsize                       n,
            const char                 *name)
{
  for (gsize at = 0; at < n; at++)
    if (g_str_equal (table[at].name, name))
      return &table[at];
  return NULL;
}

static const char *
text_member (JsonObject *object,
             const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : NULL;
}

static gboolean
is_number (JsonNode *node)
{
  return JSON_NODE_HOLDS_VALUE (node) &&
         (json_node_get_value_type (node) == G_TYPE_INT64 || json_node_get_value_type (node) == G_TYPE_DOUBLE);
}

static gboolean
refuse (GError     **error,
        const char  *where,
        const char  *why)
{
  g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT, "%s: %s", where, why);
  return FALSE;
}

static gboolean
length_is (const char *text,
           glong       least,
           glong       most)
{
  glong length = text != NULL ? g_utf8_strlen (text, -1) : -1;

  return length >= least && length <= most;
}

static gboolean
check_members (const DossierDemoCriterion        *field,
               JsonObject                        *entry,
               const char                 *const *names,
               GError                           **error)
{
  g_autoptr(GList) members = json_object_get_members (entry);

  for (GList *at = members; at != NULL; at = at->next)
    if (!g_strv_contains (names, at->data))
      return refuse (error, field->name, "an entry has an unknown member");
  return TRUE;
}

static gboolean
check_text (const DossierDemoCriterion  *field,
            JsonObject                  *entry,
            GError                     **error)
{
  static const char *const names[] = { "comparison", "value", NULL };
  static const char *const comparisons[] = { "EQUALS", "PREFIX", "NOT_EQUALS", NULL };
  const char *comparison = text_member (entry, "comparison");

  if (comparison == NULL || !g_strv_contains (comparisons, comparison))
    return refuse (error, field->name, "comparison must be EQUALS, PREFIX or NOT_EQUALS");
  if (!length_is (text_member (entry, "value"), 1, 1024))
    return refuse (error, field->name, "value must be text of 1 to 1024 characters");
  return check_members (field, entry, names, error);
}

static gboolean
check_map (const DossierDemoCriterion  *field,
           JsonObject                  *entry,
           GError                     **error)
{
  static const char *const names[] = { "comparison", "key", "value", NULL };

  if (g_strcmp0 (text_member (entry, "comparison"), "EQUALS") != 0)
    return refuse (error, field->name, "comparison must be EQUALS");
  if (!length_is (text_member (entry, "key"), 1, 128))
    return refuse (error, field->name, "key must be text of 1 to 128 characters");
  if (json_object_has_member (entry, "value") && !length_is (text_member (entry, "value"), 0, 256))
    return refuse (error, field->name, "value must be text of at most 256 characters");
  return check_members (field, entry, names, error);
}

static gboolean
check_range (const DossierDemoCriterion  *field,
             JsonObject                  *entry,
             GError                     **error)
{
  const char *const names[] = { ends[field->kind][0], ends[field->kind][1], NULL };

  for (guint end = 0; end < 2; end++)
    {
      JsonNode *node = json_object_get_member (entry, names[end]);

      if (node == NULL)
        continue;
      if (!is_number (node))
        return refuse (error, field->name, "the ends of a range must be numbers");
      if (field->kind == DOSSIER_DEMO_KIND_PORT &&
          (json_node_get_value_type (node) != G_TYPE_INT64 || json_node_get_int (node) < 0 ||
           json_node_get_int (node) > 65535))
        return refuse (error, field->name, "ports are whole numbers from 0 to 65535");
    }
  return check_members (field, entry, names, error);
}

static gboolean check_entry (const DossierDemoCriterion *field, JsonNode *node, GError **error);

static gboolean
check_package (const DossierDemoCriterion  *field,
               JsonObject                  *entry,
               GError                     **error)
{
  g_autoptr(GList) members = json_object_get_members (entry);

  for (GList *at = members; at != NULL; at = at->next)
    {
      const DossierDemoCriterion *member = find_field (package_fields, G_N_ELEMENTS (package_fields), at->data);

      if (member == NULL)
        return refuse (error, field->name, "an entry has an unknown member");
      if (!check_entry (&(DossierDemoCriterion) { field->name, member->kind, member->grain, member->path },
                        json_object_get_member (entry, at->data), error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
check_entry (const DossierDemoCriterion  *field,
             JsonNode                    *node,
             GError                     **error)
{
  JsonObject *entry;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return refuse (error, field->name, "an entry must be an object");
  entry = json_node_get_object (node);
  switch (field->kind)
    {
    case DOSSIER_DEMO_KIND_STRING:
      return check_text (field, entry, error);
    case DOSSIER_DEMO_KIND_MAP:
      return check_map (field, entry, error);
    case DOSSIER_DEMO_KIND_PACKAGE:
      return check_package (field, entry, error);
    case DOSSIER_DEMO_KIND_NUMBER:
    case DOSSIER_DEMO_KIND_DATE:
    case DOSSIER_DEMO_KIND_PORT:
      break;
    }
  return check_range (field, entry, error);
}

/**
 * dossier_demo_criterion_find:
 * @name: a member of FilterCriteria
 *
 * Returns: (transfer none) (nullable): the field, if there is one of this name
 */
const DossierDemoCriterion *
dossier_demo_criterion_find (const char *name)
{
  return find_field (fields, G_N_ELEMENTS (fields), name);
}

/**
 * dossier_demo_criterion_check:
 * @self: a field; of a caller's own making, where a request names its conditions otherwise
 * @where: the path of @entries in the request, for the message
 * @entries: what the request has there
 * @error: (optional): %DOSSIER_ERROR_INVALID_INPUT; the message begins with @where and a colon
 *
 * Checks a list of conditions by the limits of the Inspector API reference: 1 to
 * 10 entries, types, lengths and comparisons.
 *
 * Returns: whether AWS would take it
 */
gboolean
dossier_demo_criterion_check (const DossierDemoCriterion  *self,
                              const char                  *where,
                              JsonNode                    *entries,
                              GError                     **error)
{
  const DossierDemoCriterion named = { where, self->kind, self->grain, self->path };
  guint n;

  if (!JSON_NODE_HOLDS_ARRAY (entries))
    return refuse (error, where, "must be an array");
  n = json_array_get_length (json_node_get_array (entries));
  if (n < 1 || n > MAX_ENTRIES)
    return refuse (error, where, "must have 1 to 10 entries");
  for (guint at = 0; at < n; at++)
    if (!check_entry (&named, json_array_get_element (json_node_get_array (entries), at), error))
      return FALSE;
  return TRUE;
}

/**
 * dossier_demo_filter_check:
 * @criteria: a FilterCriteria object
 * @error: (optional): %DOSSIER_ERROR_INVALID_INPUT; the message begins with
 *   the path of the refused field and a colon
 *
 * Checks that each member is a known field, and its entries by
 * dossier_demo_criterion_check().
 *
 * Returns: whether AWS would take it
 */
gboolean
dossier_demo_filter_check (JsonObject  *criteria,
                           GError     **error)
{
  g_autoptr(GList) members = json_object_get_members (criteria);

  for (GList *at = members; at != NULL; at = at->next)
    {
      const DossierDemoCriterion *field = dossier_demo_criterion_find (at->data);
      g_autofree char *where = g_strconcat ("filterCriteria.", at->data, NULL);

      if (field == NULL)
        return refuse (error, where, "there is no such field");
      if (!dossier_demo_criterion_check (field, where, json_object_get_member (criteria, at->data), error))
        return FALSE;
    }
  return TRUE;
}

static void
collect (yyjson_val *value,
         const char *path,
         GPtrArray  *found)
{
  if (yyjson_is_arr (value))
    {
      yyjson_val *element;
      size_t at, n;

      yyjson_arr_foreach (value, at, n, element)
        collect (element, path, found);
    }
  else if (*path == '\0')
    {
      g_ptr_array_add (found, value);
    }
  else
    {
      const char *dot = strchrnul (path, '.');
      yyjson_val *member = yyjson_obj_getn (value, path, (size_t) (dot - path));

      if (member != NULL)
        collect (member, *dot == '.' ? dot + 1 : dot, found);
    }
}

/**
 * dossier_demo_criterion_collect:
 * @self: a field
 * @finding: a finding as ListFindings sends it
 * @values: (element-type yyjson_val): where to append what the field has in it;
 *   nothing where it is absent
 */
void
dossier_demo_criterion_collect (const DossierDemoCriterion *self,
                                yyjson_val                 *finding,
                                GPtrArray                  *values)
{
  collect (finding, self->path, values);
}

static double
end_of (JsonObject *entry,
        const char *name,
        double      otherwise)
{
  JsonNode *node = json_object_get_member (entry, name);

  return node != NULL ? json_node_get_double (node) : otherwise;
}

static gboolean entry_hits (const DossierDemoCriterion *field, JsonObject *entry, yyjson_val *value);

static gboolean
package_hits (JsonObject *entry,
              yyjson_val *package)
{
  g_autoptr(GList) members = json_object_get_members (entry);

  for (GList *at = members; at != NULL; at = at->next)
    {
      const DossierDemoCriterion *member = find_field (package_fields, G_N_ELEMENTS (package_fields), at->data);
      JsonObject *wanted = json_object_get_object_member (entry, at->data);
      yyjson_val *value = yyjson_obj_get (package, member->path);
      gboolean negative = g_strcmp0 (text_member (wanted, "comparison"), "NOT_EQUALS") == 0;

      if ((value != NULL && entry_hits (member, wanted, value)) == negative)
        return FALSE;
    }
  return TRUE;
}

/* Whether one value is what the entry names; NOT_EQUALS names it like EQUALS. */
static gboolean
entry_hits (const DossierDemoCriterion *field,
            JsonObject                 *entry,
            yyjson_val                 *value)
{
  switch (field->kind)
    {
    case DOSSIER_DEMO_KIND_STRING:
      {
        const char *text = yyjson_get_str (value);
        const char *wanted = text_member (entry, "value");

        return g_str_equal (text_member (entry, "comparison"), "PREFIX") ? g_str_has_prefix (text, wanted)
                                                                         : g_str_equal (text, wanted);
      }
    case DOSSIER_DEMO_KIND_MAP:
      {
        const char *text = yyjson_get_str (yyjson_obj_get (value, text_member (entry, "key")));
        const char *wanted = text_member (entry, "value");

        return text != NULL && (wanted == NULL || g_str_equal (text, wanted));
      }
    case DOSSIER_DEMO_KIND_PORT:
      return yyjson_get_num (yyjson_obj_get (value, "begin")) <= end_of (entry, ends[PORT][1], INFINITY) &&
             yyjson_get_num (yyjson_obj_get (value, "end")) >= end_of (entry, ends[PORT][0], -INFINITY);
    case DOSSIER_DEMO_KIND_PACKAGE:
      return package_hits (entry, value);
    case DOSSIER_DEMO_KIND_NUMBER:
    case DOSSIER_DEMO_KIND_DATE:
      break;
    }
  return yyjson_get_num (value) >= end_of (entry, ends[field->kind][0], -INFINITY) &&
         yyjson_get_num (value) <= end_of (entry, ends[field->kind][1], INFINITY);
}

/**
 * dossier_demo_criterion_accepts:
 * @self: a field
 * @entries: conditions that dossier_demo_criterion_check() took
 * @values: (element-type yyjson_val): what the field has in a finding
 *
 * One of EQUALS, PREFIX and the ranges has to match, if there are any, and every
 * NOT_EQUALS has to hold. Port ranges match where they overlap. Of several
 * values, any will do; all members of one entry of `vulnerablePackages` have to
 * match the same package.
 *
 * Returns: whether the conditions hold
 */
gboolean
dossier_demo_criterion_accepts (const DossierDemoCriterion *self,
                                JsonArray                  *entries,
                                GPtrArray                  *values)
{
  gboolean asked = FALSE;
  gboolean found = FALSE;

  for (guint i = 0; i < json_array_get_length (entries); i++)
    {
      JsonObject *entry = json_array_get_object_element (entries, i);
      gboolean negative = g_strcmp0 (text_member (entry, "comparison"), "NOT_EQUALS") == 0;
      gboolean hit = FALSE;

      for (guint at = 0; !hit && at < values->len; at++)
        hit = entry_hits (self, entry, values->pdata[at]);
      if (negative && hit)
        return FALSE;
      asked |= !negative;
      found |= !negative && hit;
    }
  return found || !asked;
}

/**
 * dossier_demo_filter_matches:
 * @criteria: a FilterCriteria object that dossier_demo_filter_check() took
 * @finding: a finding as ListFindings sends it
 *
 * Fields are combined by AND, the conditions of one field by
 * dossier_demo_criterion_accepts().
 *
 * Returns: whether the finding is one of those asked for
 */
gboolean
dossier_demo_filter_matches (JsonObject *criteria,
                             yyjson_val *finding)
{
  g_autoptr(GList) members = json_object_get_members (criteria);
  g_autoptr(GPtrArray) values = g_ptr_array_new ();

  for (GList *at = members; at != NULL; at = at->next)
    {
      const DossierDemoCriterion *field = dossier_demo_criterion_find (at->data);

      g_return_val_if_fail (field != NULL, FALSE);
      g_ptr_array_set_size (values, 0);
      dossier_demo_criterion_collect (field, finding, values);
      if (!dossier_demo_criterion_accepts (field, json_object_get_array_member (criteria, at->data), values))
        return FALSE;
    }
  return TRUE;
}
