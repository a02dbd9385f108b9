// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <math.h>
#include <string.h>

#include "dossier-demo-filter.h"
#include "dossier-error.h"

#define MAX_ENTRIES 10

typedef enum
{
  KIND_STRING,
  KIND_NUMBER,
  KIND_DATE,
  KIND_MAP,
  KIND_PORT,
  KIND_PACKAGE,
} Kind;

typedef struct
{
  const char *name;
  Kind kind;
  const char *path;       /* in a finding; arrays on the way stand for all of their elements */
} Field;

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
static const Field fields[] = {
  { "findingArn", KIND_STRING, "findingArn" },
  { "awsAccountId", KIND_STRING, "awsAccountId" },
  { "title", KIND_STRING, "title" },
  { "findingType", KIND_STRING, "type" },
  { "severity", KIND_STRING, "severity" },
  { "findingStatus", KIND_STRING, "status" },
  { "firstObservedAt", KIND_DATE, "firstObservedAt" },
  { "lastObservedAt", KIND_DATE, "lastObservedAt" },
  { "updatedAt", KIND_DATE, "updatedAt" },
  { "inspectorScore", KIND_NUMBER, "inspectorScore" },
  { "epssScore", KIND_NUMBER, "epss.score" },
  { "fixAvailable", KIND_STRING, "fixAvailable" },
  { "exploitAvailable", KIND_STRING, "exploitAvailable" },
  { "resourceType", KIND_STRING, RESOURCE ("type") },
  { "resourceId", KIND_STRING, RESOURCE ("id") },
  { "resourceTags", KIND_MAP, RESOURCE ("tags") },
  { "ec2InstanceImageId", KIND_STRING, EC2 ("imageId") },
  { "ec2InstanceVpcId", KIND_STRING, EC2 ("vpcId") },
  { "ec2InstanceSubnetId", KIND_STRING, EC2 ("subnetId") },
  { "ecrImageArchitecture", KIND_STRING, ECR ("architecture") },
  { "ecrImageRegistry", KIND_STRING, ECR ("registry") },
  { "ecrImageRepositoryName", KIND_STRING, ECR ("repositoryName") },
  { "ecrImageTags", KIND_STRING, ECR ("imageTags") },
  { "ecrImageHash", KIND_STRING, ECR ("imageHash") },
  { "ecrImagePushedAt", KIND_DATE, ECR ("pushedAt") },
  { "ecrImageLastInUseAt", KIND_DATE, ECR ("lastInUseAt") },
  { "ecrImageInUseCount", KIND_NUMBER, ECR ("inUseCount") },
  { "portRange", KIND_PORT, "networkReachabilityDetails.openPortRange" },
  { "networkProtocol", KIND_STRING, "networkReachabilityDetails.protocol" },
  { "componentId", KIND_STRING, "networkReachabilityDetails.networkPath.steps.componentId" },
  { "componentType", KIND_STRING, "networkReachabilityDetails.networkPath.steps.componentType" },
  { "vulnerabilityId", KIND_STRING, PACKAGE ("vulnerabilityId") },
  { "vulnerabilitySource", KIND_STRING, PACKAGE ("source") },
  { "vendorSeverity", KIND_STRING, PACKAGE ("vendorSeverity") },
  { "relatedVulnerabilities", KIND_STRING, PACKAGE ("relatedVulnerabilities") },
  { "vulnerablePackages", KIND_PACKAGE, PACKAGE ("vulnerablePackages") },
  { "lambdaFunctionName", KIND_STRING, LAMBDA ("functionName") },
  { "lambdaFunctionLayers", KIND_STRING, LAMBDA ("layers") },
  { "lambdaFunctionRuntime", KIND_STRING, LAMBDA ("runtime") },
  { "lambdaFunctionExecutionRoleArn", KIND_STRING, LAMBDA ("executionRoleArn") },
  { "lambdaFunctionLastModifiedAt", KIND_DATE, LAMBDA ("lastModifiedAt") },
  { "codeVulnerabilityDetectorName", KIND_STRING, CODE ("detectorName") },
  { "codeVulnerabilityDetectorTags", KIND_STRING, CODE ("detectorTags") },
  { "codeVulnerabilityFilePath", KIND_STRING, CODE ("filePath.filePath") },
  { "codeRepositoryProjectName", KIND_STRING, "resources.details.codeRepository.projectName" },
  { "codeRepositoryProviderType", KIND_STRING, "resources.details.codeRepository.providerType" },
  { "cloudProvider", KIND_STRING, RESOURCE ("provider") },
  { "cloudProviderRegion", KIND_STRING, RESOURCE ("region") },
  { "cloudProviderAccountId", KIND_STRING, RESOURCE ("providerAccountId") },
  { "cloudProviderOrgId", KIND_STRING, RESOURCE ("providerOrgId") },
  { "cloudVmImageReference", KIND_STRING, VM ("vmImageReference") },
  { "cloudVmNetworkId", KIND_STRING, VM ("networkId") },
  { "cloudVmSubnetIds", KIND_STRING, VM ("subnetIds") },
  { "cloudImageRepositoryName", KIND_STRING, IMAGE ("repositoryName") },
  { "cloudImageRegistry", KIND_STRING, IMAGE ("registry") },
  { "cloudImageDigest", KIND_STRING, IMAGE ("imageDigest") },
  { "cloudImageTags", KIND_STRING, IMAGE ("imageTags") },
  { "cloudImageArchitecture", KIND_STRING, IMAGE ("architecture") },
  { "cloudImagePushedAt", KIND_DATE, IMAGE ("pushedAt") },
  { "cloudImageLastInUseAt", KIND_DATE, IMAGE ("lastInUseAt") },
  { "cloudImageInUseCount", KIND_NUMBER, IMAGE ("inUseCount") },
  { "cloudServerlessFunctionName", KIND_STRING, SERVERLESS ("serverlessFunctionName") },
  { "cloudServerlessFunctionRuntime", KIND_STRING, SERVERLESS ("runtime") },
  { "cloudServerlessFunctionExecutionRole", KIND_STRING, SERVERLESS ("executionRole") },
  { "cloudServerlessFunctionLastModifiedAt", KIND_DATE, SERVERLESS ("lastModifiedAt") },
};

/* The members of PackageFilter. */
static const Field package_fields[] = {
  { "name", KIND_STRING, "name" },
  { "version", KIND_STRING, "version" },
  { "release", KIND_STRING, "release" },
  { "architecture", KIND_STRING, "arch" },
  { "sourceLayerHash", KIND_STRING, "sourceLayerHash" },
  { "sourceLambdaLayerArn", KIND_STRING, "sourceLambdaLayerArn" },
  { "filePath", KIND_STRING, "filePath" },
  { "epoch", KIND_NUMBER, "epoch" },
};

static const char *const ends[][2] = {
  [KIND_NUMBER] = { "lowerInclusive", "upperInclusive" },
  [KIND_DATE] = { "startInclusive", "endInclusive" },
  [KIND_PORT] = { "beginInclusive", "endInclusive" },
};

static const Field *
find_field (const Field *table,
            gsize        n,
            const char  *name)
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
        const char  *field,
        const char  *why)
{
  g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT, "filterCriteria.%s: %s", field, why);
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
check_members (const Field  *field,
               JsonObject   *entry,
               const char   *const *names,
               GError      **error)
{
  g_autoptr(GList) members = json_object_get_members (entry);

  for (GList *at = members; at != NULL; at = at->next)
    if (!g_strv_contains (names, at->data))
      return refuse (error, field->name, "an entry has an unknown member");
  return TRUE;
}

static gboolean
check_text (const Field  *field,
            JsonObject   *entry,
            GError      **error)
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
check_map (const Field  *field,
           JsonObject   *entry,
           GError      **error)
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
check_range (const Field  *field,
             JsonObject   *entry,
             GError      **error)
{
  const char *const names[] = { ends[field->kind][0], ends[field->kind][1], NULL };

  for (guint end = 0; end < 2; end++)
    {
      JsonNode *node = json_object_get_member (entry, names[end]);

      if (node == NULL)
        continue;
      if (!is_number (node))
        return refuse (error, field->name, "the ends of a range must be numbers");
      if (field->kind == KIND_PORT &&
          (json_node_get_value_type (node) != G_TYPE_INT64 || json_node_get_int (node) < 0 ||
           json_node_get_int (node) > 65535))
        return refuse (error, field->name, "ports are whole numbers from 0 to 65535");
    }
  return check_members (field, entry, names, error);
}

static gboolean check_entry (const Field *field, JsonNode *node, GError **error);

static gboolean
check_package (const Field  *field,
               JsonObject   *entry,
               GError      **error)
{
  g_autoptr(GList) members = json_object_get_members (entry);

  for (GList *at = members; at != NULL; at = at->next)
    {
      const Field *member = find_field (package_fields, G_N_ELEMENTS (package_fields), at->data);

      if (member == NULL)
        return refuse (error, field->name, "an entry has an unknown member");
      if (!check_entry (&(Field) { field->name, member->kind, member->path },
                        json_object_get_member (entry, at->data), error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
check_entry (const Field  *field,
             JsonNode     *node,
             GError      **error)
{
  JsonObject *entry;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return refuse (error, field->name, "an entry must be an object");
  entry = json_node_get_object (node);
  switch (field->kind)
    {
    case KIND_STRING:
      return check_text (field, entry, error);
    case KIND_MAP:
      return check_map (field, entry, error);
    case KIND_PACKAGE:
      return check_package (field, entry, error);
    case KIND_NUMBER:
    case KIND_DATE:
    case KIND_PORT:
      break;
    }
  return check_range (field, entry, error);
}

/**
 * dossier_demo_filter_check:
 * @criteria: a FilterCriteria object
 * @error: (optional): %DOSSIER_ERROR_INVALID_INPUT; the message begins with
 *   the path of the refused field and a colon
 *
 * Checks @criteria by the limits of the Inspector API reference: known fields,
 * 1 to 10 entries each, types, lengths and comparisons.
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
      const Field *field = find_field (fields, G_N_ELEMENTS (fields), at->data);
      JsonNode *node = json_object_get_member (criteria, at->data);
      JsonArray *entries;

      if (field == NULL)
        return refuse (error, at->data, "there is no such field");
      if (!JSON_NODE_HOLDS_ARRAY (node))
        return refuse (error, field->name, "must be an array");
      entries = json_node_get_array (node);
      if (json_array_get_length (entries) < 1 || json_array_get_length (entries) > MAX_ENTRIES)
        return refuse (error, field->name, "must have 1 to 10 entries");
      for (guint i = 0; i < json_array_get_length (entries); i++)
        if (!check_entry (field, json_array_get_element (entries, i), error))
          return FALSE;
    }
  return TRUE;
}

static void
collect (JsonNode   *node,
         const char *path,
         GPtrArray  *found)
{
  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      for (guint at = 0; at < json_array_get_length (array); at++)
        collect (json_array_get_element (array, at), path, found);
    }
  else if (*path == '\0')
    {
      g_ptr_array_add (found, node);
    }
  else if (JSON_NODE_HOLDS_OBJECT (node))
    {
      const char *dot = strchrnul (path, '.');
      g_autofree char *name = g_strndup (path, dot - path);
      JsonNode *member = json_object_get_member (json_node_get_object (node), name);

      if (member != NULL)
        collect (member, *dot == '.' ? dot + 1 : dot, found);
    }
}

static double
end_of (JsonObject *entry,
        const char *name,
        double      otherwise)
{
  JsonNode *node = json_object_get_member (entry, name);

  return node != NULL ? json_node_get_double (node) : otherwise;
}

static gboolean entry_hits (const Field *field, JsonObject *entry, JsonNode *value);

static gboolean
package_hits (JsonObject *entry,
              JsonNode   *package)
{
  g_autoptr(GList) members = json_object_get_members (entry);

  for (GList *at = members; at != NULL; at = at->next)
    {
      const Field *member = find_field (package_fields, G_N_ELEMENTS (package_fields), at->data);
      JsonObject *wanted = json_object_get_object_member (entry, at->data);
      JsonNode *value = json_object_get_member (json_node_get_object (package), member->path);
      gboolean negative = g_strcmp0 (text_member (wanted, "comparison"), "NOT_EQUALS") == 0;

      if ((value != NULL && entry_hits (member, wanted, value)) == negative)
        return FALSE;
    }
  return TRUE;
}

/* Whether one value is what the entry names; NOT_EQUALS names it like EQUALS. */
static gboolean
entry_hits (const Field *field,
            JsonObject  *entry,
            JsonNode    *value)
{
  switch (field->kind)
    {
    case KIND_STRING:
      {
        const char *text = json_node_get_string (value);
        const char *wanted = text_member (entry, "value");

        return g_str_equal (text_member (entry, "comparison"), "PREFIX") ? g_str_has_prefix (text, wanted)
                                                                         : g_str_equal (text, wanted);
      }
    case KIND_MAP:
      {
        const char *text = text_member (json_node_get_object (value), text_member (entry, "key"));
        const char *wanted = text_member (entry, "value");

        return text != NULL && (wanted == NULL || g_str_equal (text, wanted));
      }
    case KIND_PORT:
      {
        JsonObject *range = json_node_get_object (value);

        return json_object_get_int_member (range, "begin") <= end_of (entry, ends[KIND_PORT][1], INFINITY) &&
               json_object_get_int_member (range, "end") >= end_of (entry, ends[KIND_PORT][0], -INFINITY);
      }
    case KIND_PACKAGE:
      return package_hits (entry, value);
    case KIND_NUMBER:
    case KIND_DATE:
      break;
    }
  return json_node_get_double (value) >= end_of (entry, ends[field->kind][0], -INFINITY) &&
         json_node_get_double (value) <= end_of (entry, ends[field->kind][1], INFINITY);
}

static gboolean
field_matches (const Field *field,
               JsonArray   *entries,
               JsonNode    *finding)
{
  g_autoptr(GPtrArray) values = g_ptr_array_new ();
  gboolean asked = FALSE;
  gboolean found = FALSE;

  collect (finding, field->path, values);
  for (guint i = 0; i < json_array_get_length (entries); i++)
    {
      JsonObject *entry = json_array_get_object_element (entries, i);
      gboolean negative = g_strcmp0 (text_member (entry, "comparison"), "NOT_EQUALS") == 0;
      gboolean hit = FALSE;

      for (guint at = 0; !hit && at < values->len; at++)
        hit = entry_hits (field, entry, values->pdata[at]);
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
 * Fields are combined by AND; within a field one of EQUALS, PREFIX and the
 * ranges has to match and every NOT_EQUALS has to hold. Port ranges match where
 * they overlap. Of a list, any element will do; all members of one entry of
 * `vulnerablePackages` have to match the same package.
 *
 * Returns: whether the finding is one of those asked for
 */
gboolean
dossier_demo_filter_matches (JsonObject *criteria,
                             JsonObject *finding)
{
  g_autoptr(JsonNode) root = json_node_init_object (json_node_alloc (), finding);
  g_autoptr(GList) members = json_object_get_members (criteria);

  for (GList *at = members; at != NULL; at = at->next)
    {
      const Field *field = find_field (fields, G_N_ELEMENTS (fields), at->data);

      g_return_val_if_fail (field != NULL, FALSE);
      if (!field_matches (field, json_object_get_array_member (criteria, at->data), root))
        return FALSE;
    }
  return TRUE;
}
