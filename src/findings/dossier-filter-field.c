// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-filter-field.h"

/* AWS names no limit; this is the last number that JSON carries exactly. */
#define MAX_COUNT 9007199254740992.0

static const char *const types[] = {
  "NETWORK_REACHABILITY", "PACKAGE_VULNERABILITY", "CODE_VULNERABILITY", NULL,
};
static const char *const severities[] = {
  "CRITICAL", "HIGH", "MEDIUM", "LOW", "INFORMATIONAL", "UNTRIAGED", NULL,
};
static const char *const statuses[] = { "ACTIVE", "SUPPRESSED", "CLOSED", NULL };
static const char *const fixes[] = { "YES", "NO", "PARTIAL", NULL };
static const char *const exploits[] = { "YES", "NO", NULL };
static const char *const protocols[] = { "TCP", "UDP", NULL };

/* FilterCriteria of the Amazon Inspector API. This is also the canonical order of a filter's fields. */
static const DossierFilterField catalogue[] = {
  { .name = "findingArn", .label = "Finding ARN", .kind = DOSSIER_FILTER_KIND_STRING },
  { .name = "awsAccountId", .label = "Account", .kind = DOSSIER_FILTER_KIND_STRING },
  { .name = "title", .label = "Title", .kind = DOSSIER_FILTER_KIND_STRING },
  { .name = "findingType", .label = "Finding type", .kind = DOSSIER_FILTER_KIND_STRING, .values = types },
  { .name = "severity", .label = "Severity", .kind = DOSSIER_FILTER_KIND_STRING, .values = severities },
  { .name = "findingStatus", .label = "Status", .kind = DOSSIER_FILTER_KIND_STRING, .values = statuses },
  { .name = "firstObservedAt", .label = "First observed", .kind = DOSSIER_FILTER_KIND_DATE },
  { .name = "lastObservedAt", .label = "Last observed", .kind = DOSSIER_FILTER_KIND_DATE },
  { .name = "updatedAt", .label = "Updated", .kind = DOSSIER_FILTER_KIND_DATE },
  { .name = "inspectorScore", .label = "Inspector score", .kind = DOSSIER_FILTER_KIND_NUMBER, .maximum = 10 },
  { .name = "epssScore", .label = "EPSS score", .kind = DOSSIER_FILTER_KIND_NUMBER, .maximum = 1 },
  { .name = "fixAvailable", .label = "Fix available", .kind = DOSSIER_FILTER_KIND_STRING, .values = fixes },
  { .name = "exploitAvailable", .label = "Exploit available", .kind = DOSSIER_FILTER_KIND_STRING, .values = exploits },
  { .name = "resourceType", .label = "Resource type", .kind = DOSSIER_FILTER_KIND_STRING },
  { .name = "resourceId", .label = "Resource", .kind = DOSSIER_FILTER_KIND_STRING },
  { .name = "resourceTags", .label = "Resource tag", .kind = DOSSIER_FILTER_KIND_MAP },
  { .name = "ec2InstanceImageId", .label = "EC2 image", .kind = DOSSIER_FILTER_KIND_STRING },
  { .name = "ec2InstanceVpcId", .label = "EC2 VPC", .kind = DOSSIER_FILTER_KIND_STRING },
  { .name = "ec2InstanceSubnetId", .label = "EC2 subnet", .kind = DOSSIER_FILTER_KIND_STRING },
  { .name = "ecrImageArchitecture", .label = "ECR image architecture", .kind = DOSSIER_FILTER_KIND_STRING },
  { .name = "ecrImageRegistry", .label = "ECR registry", .kind = DOSSIER_FILTER_KIND_STRING },
  { .name = "ecrImageRepositoryName", .label = "ECR repository", .kind = DOSSIER_FILTER_KIND_STRING },
  { .name = "ecrImageTags", .label = "ECR image tag", .kind = DOSSIER_FILTER_KIND_STRING },
  { .name = "ecrImageHash", .label = "ECR image hash", .kind = DOSSIER_FILTER_KIND_STRING },
  { .name = "ecrImagePushedAt", .label = "ECR image pushed", .kind = DOSSIER_FILTER_KIND_DATE },
  { .name = "ecrImageLastInUseAt", .label = "ECR image last in use", .kind = DOSSIER_FILTER_KIND_DATE },
  { .name = "ecrImageInUseCount", .label = "ECR image uses", .kind = DOSSIER_FILTER_KIND_NUMBER, .maximum = MAX_COUNT },
  { .name = "portRange", .label = "Open ports", .kind = DOSSIER_FILTER_KIND_PORT },
  { .name = "networkProtocol", .label = "Network protocol", .kind = DOSSIER_FILTER_KIND_STRING, .values = protocols },
  { .name = "componentId", .label = "Network component", .kind = DOSSIER_FILTER_KIND_STRING },
  { .name = "componentType", .label = "Network component type", .kind = DOSSIER_FILTER_KIND_STRING },
  { .name = "vulnerabilityId", .label = "Vulnerability", .kind = DOSSIER_FILTER_KIND_STRING },
  { .name = "vulnerabilitySource", .label = "Vulnerability source", .kind = DOSSIER_FILTER_KIND_STRING },
  { .name = "vendorSeverity", .label = "Vendor severity", .kind = DOSSIER_FILTER_KIND_STRING },
  { .name = "relatedVulnerabilities", .label = "Related vulnerability", .kind = DOSSIER_FILTER_KIND_STRING },
  { .name = "vulnerablePackages", .label = "Vulnerable package", .kind = DOSSIER_FILTER_KIND_PACKAGE },
  { .name = "lambdaFunctionName", .label = "Lambda function", .kind = DOSSIER_FILTER_KIND_STRING },
  { .name = "lambdaFunctionLayers", .label = "Lambda layer", .kind = DOSSIER_FILTER_KIND_STRING },
  { .name = "lambdaFunctionRuntime", .label = "Lambda runtime", .kind = DOSSIER_FILTER_KIND_STRING },
  { .name = "lambdaFunctionExecutionRoleArn", .label = "Lambda execution role", .kind = DOSSIER_FILTER_KIND_STRING },
  { .name = "lambdaFunctionLastModifiedAt", .label = "Lambda function modified", .kind = DOSSIER_FILTER_KIND_DATE },
  { .name = "codeVulnerabilityDetectorName", .label = "Code detector", .kind = DOSSIER_FILTER_KIND_STRING },
  { .name = "codeVulnerabilityDetectorTags", .label = "Code detector tag", .kind = DOSSIER_FILTER_KIND_STRING },
  { .name = "codeVulnerabilityFilePath", .label = "Code file", .kind = DOSSIER_FILTER_KIND_STRING },
  { .name = "codeRepositoryProjectName", .label = "Code repository project", .kind = DOSSIER_FILTER_KIND_STRING },
  { .name = "codeRepositoryProviderType", .label = "Code repository provider", .kind = DOSSIER_FILTER_KIND_STRING },
  { .name = "cloudProvider", .label = "Cloud provider", .kind = DOSSIER_FILTER_KIND_STRING },
  { .name = "cloudProviderRegion", .label = "Cloud region", .kind = DOSSIER_FILTER_KIND_STRING },
  { .name = "cloudProviderAccountId", .label = "Cloud account", .kind = DOSSIER_FILTER_KIND_STRING },
  { .name = "cloudProviderOrgId", .label = "Cloud organisation", .kind = DOSSIER_FILTER_KIND_STRING },
  { .name = "cloudVmImageReference", .label = "Cloud VM image", .kind = DOSSIER_FILTER_KIND_STRING },
  { .name = "cloudVmNetworkId", .label = "Cloud VM network", .kind = DOSSIER_FILTER_KIND_STRING },
  { .name = "cloudVmSubnetIds", .label = "Cloud VM subnet", .kind = DOSSIER_FILTER_KIND_STRING },
  { .name = "cloudImageRepositoryName", .label = "Cloud image repository", .kind = DOSSIER_FILTER_KIND_STRING },
  { .name = "cloudImageRegistry", .label = "Cloud image registry", .kind = DOSSIER_FILTER_KIND_STRING },
  { .name = "cloudImageDigest", .label = "Cloud image digest", .kind = DOSSIER_FILTER_KIND_STRING },
  { .name = "cloudImageTags", .label = "Cloud image tag", .kind = DOSSIER_FILTER_KIND_STRING },
  { .name = "cloudImageArchitecture", .label = "Cloud image architecture", .kind = DOSSIER_FILTER_KIND_STRING },
  { .name = "cloudImagePushedAt", .label = "Cloud image pushed", .kind = DOSSIER_FILTER_KIND_DATE },
  { .name = "cloudImageLastInUseAt", .label = "Cloud image last in use", .kind = DOSSIER_FILTER_KIND_DATE },
  { .name = "cloudImageInUseCount", .label = "Cloud image uses", .kind = DOSSIER_FILTER_KIND_NUMBER, .maximum = MAX_COUNT },
  { .name = "cloudServerlessFunctionName", .label = "Serverless function", .kind = DOSSIER_FILTER_KIND_STRING },
  { .name = "cloudServerlessFunctionRuntime", .label = "Serverless runtime", .kind = DOSSIER_FILTER_KIND_STRING },
  { .name = "cloudServerlessFunctionExecutionRole", .label = "Serverless execution role", .kind = DOSSIER_FILTER_KIND_STRING },
  { .name = "cloudServerlessFunctionLastModifiedAt", .label = "Serverless function modified", .kind = DOSSIER_FILTER_KIND_DATE },
};

/**
 * dossier_filter_fields:
 * @n_fields: (out): how many there are
 *
 * The members of Inspector's FilterCriteria, in the order people meet them.
 *
 * Returns: (transfer none) (array length=n_fields): the constant catalogue
 */
const DossierFilterField *
dossier_filter_fields (gsize *n_fields)
{
  *n_fields = G_N_ELEMENTS (catalogue);
  return catalogue;
}

/**
 * dossier_filter_field_find:
 * @name: a member's name in AWS's spelling
 *
 * Returns: (transfer none) (nullable): the field of that name
 */
const DossierFilterField *
dossier_filter_field_find (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (catalogue); i++)
    if (g_str_equal (catalogue[i].name, name))
      return &catalogue[i];
  return NULL;
}
