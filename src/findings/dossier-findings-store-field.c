// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-finding-time.h"
#include "dossier-findings-store-field-private.h"

#define FINDING DOSSIER_FINDINGS_STORE_FINDING
#define CLASS DOSSIER_FINDINGS_STORE_CLASS
#define RESOURCE DOSSIER_FINDINGS_STORE_RESOURCE
#define WEAKNESS DOSSIER_FINDINGS_STORE_WEAKNESS

/* Every field of the catalogue, which knows where in a finding it is. */
static const DossierFindingsStoreField fields[] = {
  { 0, "findingArn", FINDING, "arn" },
  { 0, "firstObservedAt", FINDING, "first" },
  { 0, "lastObservedAt", FINDING, "last" },
  { 0, "updatedAt", FINDING, "updated" },

  { 0, "awsAccountId", CLASS, "account" },
  { 0, "findingType", CLASS, "type" },
  { 0, "severity", CLASS, "severity" },
  { 0, "findingStatus", CLASS, "status" },

  { 0, "title", WEAKNESS, "title" },
  { 0, "inspectorScore", WEAKNESS, "score" },
  { 0, "fixAvailable", WEAKNESS, "fix" },
  { 0, "exploitAvailable", WEAKNESS, "exploit" },
  { 0, "epssScore", WEAKNESS, "epss" },
  { 0, "vulnerabilityId", WEAKNESS, "vulnerability_id" },
  { 0, "vulnerabilitySource", WEAKNESS, "source" },
  { 0, "vendorSeverity", WEAKNESS, "vendor_severity" },
  { 1, "relatedVulnerabilities", WEAKNESS, NULL },
  { 2, "vulnerablePackages", WEAKNESS, NULL },
  { 3, "portRange", WEAKNESS, NULL },
  { 0, "networkProtocol", WEAKNESS, "protocol" },
  { 4, "componentId", WEAKNESS, NULL },
  { 5, "componentType", WEAKNESS, "component_type" },
  { 0, "codeVulnerabilityDetectorName", WEAKNESS, "detector" },
  { 6, "codeVulnerabilityDetectorTags", WEAKNESS, NULL },
  { 0, "codeVulnerabilityFilePath", WEAKNESS, "code_path" },

  { 30, "resourceType", RESOURCE, "type" },
  { 31, "resourceId", RESOURCE, "resource_id" },
  { 32, "resourceTags", RESOURCE, NULL },
  { 33, "cloudProvider", RESOURCE, NULL },
  { 34, "cloudProviderRegion", RESOURCE, NULL },
  { 35, "cloudProviderAccountId", RESOURCE, NULL },
  { 36, "cloudProviderOrgId", RESOURCE, NULL },
  { 37, "ec2InstanceImageId", RESOURCE, NULL },
  { 38, "ec2InstanceVpcId", RESOURCE, NULL },
  { 39, "ec2InstanceSubnetId", RESOURCE, NULL },
  { 40, "ecrImageArchitecture", RESOURCE, NULL },
  { 41, "ecrImageRegistry", RESOURCE, "registry" },
  { 42, "ecrImageRepositoryName", RESOURCE, "repository" },
  { 43, "ecrImageTags", RESOURCE, NULL },
  { 44, "ecrImageHash", RESOURCE, NULL },
  { 45, "ecrImagePushedAt", RESOURCE, "pushed" },
  { 46, "ecrImageLastInUseAt", RESOURCE, NULL },
  { 47, "ecrImageInUseCount", RESOURCE, NULL },
  { 48, "lambdaFunctionName", RESOURCE, NULL },
  { 49, "lambdaFunctionLayers", RESOURCE, NULL },
  { 50, "lambdaFunctionRuntime", RESOURCE, NULL },
  { 51, "lambdaFunctionExecutionRoleArn", RESOURCE, NULL },
  { 52, "lambdaFunctionLastModifiedAt", RESOURCE, NULL },
  { 53, "codeRepositoryProjectName", RESOURCE, NULL },
  { 54, "codeRepositoryProviderType", RESOURCE, NULL },
  { 55, "cloudVmImageReference", RESOURCE, NULL },
  { 56, "cloudVmNetworkId", RESOURCE, NULL },
  { 57, "cloudVmSubnetIds", RESOURCE, NULL },
  { 58, "cloudImageRepositoryName", RESOURCE, NULL },
  { 59, "cloudImageRegistry", RESOURCE, NULL },
  { 60, "cloudImageDigest", RESOURCE, NULL },
  { 61, "cloudImageTags", RESOURCE, NULL },
  { 62, "cloudImageArchitecture", RESOURCE, NULL },
  { 63, "cloudImagePushedAt", RESOURCE, NULL },
  { 64, "cloudImageLastInUseAt", RESOURCE, NULL },
  { 65, "cloudImageInUseCount", RESOURCE, NULL },
  { 66, "cloudServerlessFunctionName", RESOURCE, NULL },
  { 67, "cloudServerlessFunctionRuntime", RESOURCE, NULL },
  { 68, "cloudServerlessFunctionExecutionRole", RESOURCE, NULL },
  { 69, "cloudServerlessFunctionLastModifiedAt", RESOURCE, NULL },
};

/* Fields that the same objects have: those are looked for once. */
typedef struct
{
  DossierFindingsStoreHome home;
  char *container; /* the path to them, without the marks of lists */
  GArray *members; /* Member */
} Group;

typedef struct
{
  const DossierFindingsStoreField *field;
  DossierFilterKind kind;
  char *name;
} Member;

static char *
without_marks (const char *path,
               gsize       length)
{
  g_autofree char *part = g_strndup (path, length);
  g_auto(GStrv) pieces = g_strsplit (part, "[]", -1);

  return g_strjoinv (NULL, pieces);
}

static Group *
get_group (GPtrArray                *groups,
           DossierFindingsStoreHome  home,
           const char               *container)
{
  Group *group;

  for (guint i = 0; i < groups->len; i++)
    {
      group = g_ptr_array_index (groups, i);
      if (group->home == home && g_str_equal (group->container, container))
        return group;
    }
  group = g_new0 (Group, 1);
  group->home = home;
  group->container = g_strdup (container);
  group->members = g_array_new (FALSE, FALSE, sizeof (Member));
  g_ptr_array_add (groups, group);
  return group;
}

/* Made once, for neither table changes. */
static const GPtrArray *
get_groups (void)
{
  static GPtrArray *groups;

  if (g_once_init_enter_pointer (&groups))
    {
      GPtrArray *made = g_ptr_array_new ();

      for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
        {
          const DossierFilterField *field = dossier_filter_field_find (fields[i].name);
          const char *dot = strrchr (field->path, '.');
          g_autofree char *container = without_marks (field->path, dot != NULL ? (gsize) (dot - field->path) : 0);
          const char *name = dot != NULL ? dot + 1 : field->path;
          Member member = { &fields[i], field->kind, without_marks (name, strlen (name)) };
          gboolean may_be_many = strstr (field->path, "[]") != NULL || field->kind == DOSSIER_FILTER_KIND_PORT;

          g_assert (may_be_many == (fields[i].number != 0));
          g_array_append_val (get_group (made, fields[i].home, container)->members, member);
        }
      g_once_init_leave_pointer (&groups, made);
    }
  return groups;
}

/*
 * dossier_findings_store_fields:
 * @n_fields: (out): how many there are
 *
 * Returns: (transfer none) (array length=n_fields): the constant table
 */
const DossierFindingsStoreField *
dossier_findings_store_fields (gsize *n_fields)
{
  *n_fields = G_N_ELEMENTS (fields);
  return fields;
}

/*
 * dossier_findings_store_field_find:
 * @name: a member of FilterCriteria
 *
 * Returns: (transfer none) (nullable): where the store has it
 */
const DossierFindingsStoreField *
dossier_findings_store_field_find (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    if (g_str_equal (fields[i].name, name))
      return &fields[i];
  return NULL;
}

/*
 * dossier_findings_store_home_name:
 * @home: a home
 *
 * Returns: (transfer none): the name of its table
 */
const char *
dossier_findings_store_home_name (DossierFindingsStoreHome home)
{
  static const char *const names[] = {
    [FINDING] = "finding", [CLASS] = "class", [RESOURCE] = "resource", [WEAKNESS] = "weakness",
  };

  return names[home];
}

static gboolean
suits (yyjson_val        *value,
       DossierFilterKind  kind)
{
  double seconds;

  switch (kind)
    {
    case DOSSIER_FILTER_KIND_STRING:
      return yyjson_is_str (value);
    case DOSSIER_FILTER_KIND_NUMBER:
      return yyjson_is_num (value);
    case DOSSIER_FILTER_KIND_DATE:
      return dossier_findings_store_seconds (value, &seconds);
    case DOSSIER_FILTER_KIND_MAP:
    case DOSSIER_FILTER_KIND_PORT:
    case DOSSIER_FILTER_KIND_PACKAGE:
      return yyjson_is_obj (value);
    default:
      return FALSE;
    }
}

static void
add_values (yyjson_val   *value,
            const Member *member,
            GArray       *facts)
{
  DossierFindingsStoreFact fact = { member->field, member->kind, value };
  yyjson_arr_iter list;

  if (!yyjson_is_arr (value))
    {
      if (suits (value, fact.kind))
        g_array_append_val (facts, fact);
      return;
    }
  yyjson_arr_iter_init (value, &list);
  while ((value = yyjson_arr_iter_next (&list)) != NULL)
    add_values (value, member, facts);
}

/* The objects at @path, and in them the members of the group. */
static void
visit (yyjson_val   *value,
       const char   *path,
       const GArray *members,
       GArray       *facts)
{
  const char *dot;
  yyjson_val *found;

  if (yyjson_is_arr (value))
    {
      yyjson_arr_iter list;

      yyjson_arr_iter_init (value, &list);
      while ((found = yyjson_arr_iter_next (&list)) != NULL)
        visit (found, path, members, facts);
      return;
    }
  if (!yyjson_is_obj (value))
    return;
  if (*path == '\0')
    {
      for (guint i = 0; i < members->len; i++)
        {
          const Member *member = &g_array_index (members, Member, i);

          if ((found = yyjson_obj_get (value, member->name)) != NULL)
            add_values (found, member, facts);
        }
      return;
    }
  dot = strchrnul (path, '.');
  found = yyjson_obj_getn (value, path, (gsize) (dot - path));
  if (found != NULL)
    visit (found, *dot == '.' ? dot + 1 : dot, members, facts);
}

/*
 * dossier_findings_store_collect_facts:
 * @finding: a finding
 * @home: which of its fields
 * @facts: (element-type DossierFindingsStoreFact): where to append their values;
 *   they live as long as @finding
 *
 * Values of a type that the field does not have are left out: no filter can mean them.
 */
void
dossier_findings_store_collect_facts (yyjson_val               *finding,
                                      DossierFindingsStoreHome  home,
                                      GArray                   *facts)
{
  const GPtrArray *groups = get_groups ();

  for (guint i = 0; i < groups->len; i++)
    {
      const Group *group = g_ptr_array_index (groups, i);

      if (group->home == home)
        visit (finding, group->container, group->members, facts);
    }
}

/*
 * dossier_findings_store_seconds:
 * @value: a time as findings have it, a number or text
 * @seconds: (out): seconds since 1970 UTC, just as AWS sent them where it is a number
 *
 * Returns: whether it is a time
 */
gboolean
dossier_findings_store_seconds (yyjson_val *value,
                                double     *seconds)
{
  gint64 instant;

  if (yyjson_is_num (value))
    {
      *seconds = yyjson_get_num (value);
      return TRUE;
    }
  if (!yyjson_is_str (value) || !dossier_finding_time_from_text (yyjson_get_str (value), &instant))
    return FALSE;
  *seconds = (double) instant / G_TIME_SPAN_SECOND;
  return TRUE;
}
