// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-filter-field.h"

/* AWS names no limit; this is the last number that JSON carries exactly. */
#define MAX_COUNT 9007199254740992.0

#define STRING DOSSIER_FILTER_KIND_STRING
#define NUMBER DOSSIER_FILTER_KIND_NUMBER
#define DATE DOSSIER_FILTER_KIND_DATE
#define MAP DOSSIER_FILTER_KIND_MAP
#define PORT DOSSIER_FILTER_KIND_PORT

#define EC2(member) "resources[].details.awsEc2Instance." member
#define ECR(member) "resources[].details.awsEcrContainerImage." member
#define LAMBDA(member) "resources[].details.awsLambdaFunction." member
#define VM(member) "resources[].details.vm." member
#define IMAGE(member) "resources[].details.image." member
#define SERVERLESS(member) "resources[].details.serverlessFunction." member
#define PACKAGE(member) "packageVulnerabilityDetails." member
#define NETWORK(member) "networkReachabilityDetails." member
#define CODE(member) "codeVulnerabilityDetails." member

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
  { .name = "findingArn", .label = "Finding ARN", .kind = STRING, .path = "findingArn" },
  { .name = "awsAccountId", .label = "Account", .kind = STRING, .path = "awsAccountId" },
  { .name = "title", .label = "Title", .kind = STRING, .path = "title" },
  { .name = "findingType", .label = "Finding type", .kind = STRING, .values = types, .path = "type" },
  { .name = "severity", .label = "Severity", .kind = STRING, .values = severities, .path = "severity" },
  { .name = "findingStatus", .label = "Status", .kind = STRING, .values = statuses, .path = "status" },
  { .name = "firstObservedAt", .label = "First observed", .kind = DATE, .path = "firstObservedAt" },
  { .name = "lastObservedAt", .label = "Last observed", .kind = DATE, .path = "lastObservedAt" },
  { .name = "updatedAt", .label = "Updated", .kind = DATE, .path = "updatedAt" },
  { .name = "inspectorScore", .label = "Inspector score", .kind = NUMBER, .maximum = 10, .path = "inspectorScore" },
  { .name = "epssScore", .label = "EPSS score", .kind = NUMBER, .maximum = 1, .path = "epss.score" },
  { .name = "fixAvailable", .label = "Fix available", .kind = STRING, .values = fixes, .path = "fixAvailable" },
  { .name = "exploitAvailable", .label = "Exploit available", .kind = STRING, .values = exploits, .path = "exploitAvailable" },
  { .name = "resourceType", .label = "Resource type", .kind = STRING, .path = "resources[].type" },
  { .name = "resourceId", .label = "Resource", .kind = STRING, .path = "resources[].id" },
  { .name = "resourceTags", .label = "Resource tag", .kind = MAP, .path = "resources[].tags" },
  { .name = "ec2InstanceImageId", .label = "EC2 image", .kind = STRING, .path = EC2 ("imageId") },
  { .name = "ec2InstanceVpcId", .label = "EC2 VPC", .kind = STRING, .path = EC2 ("vpcId") },
  { .name = "ec2InstanceSubnetId", .label = "EC2 subnet", .kind = STRING, .path = EC2 ("subnetId") },
  { .name = "ecrImageArchitecture", .label = "ECR image architecture", .kind = STRING, .path = ECR ("architecture") },
  { .name = "ecrImageRegistry", .label = "ECR registry", .kind = STRING, .path = ECR ("registry") },
  { .name = "ecrImageRepositoryName", .label = "ECR repository", .kind = STRING, .path = ECR ("repositoryName") },
  { .name = "ecrImageTags", .label = "ECR image tag", .kind = STRING, .path = ECR ("imageTags[]") },
  { .name = "ecrImageHash", .label = "ECR image hash", .kind = STRING, .path = ECR ("imageHash") },
  { .name = "ecrImagePushedAt", .label = "ECR image pushed", .kind = DATE, .path = ECR ("pushedAt") },
  { .name = "ecrImageLastInUseAt", .label = "ECR image last in use", .kind = DATE, .path = ECR ("lastInUseAt") },
  { .name = "ecrImageInUseCount", .label = "ECR image uses", .kind = NUMBER, .maximum = MAX_COUNT, .path = ECR ("inUseCount") },
  { .name = "portRange", .label = "Open ports", .kind = PORT, .path = NETWORK ("openPortRange") },
  { .name = "networkProtocol", .label = "Network protocol", .kind = STRING, .values = protocols, .path = NETWORK ("protocol") },
  { .name = "componentId", .label = "Network component", .kind = STRING, .path = NETWORK ("networkPath.steps[].componentId") },
  { .name = "componentType", .label = "Network component type", .kind = STRING, .path = NETWORK ("networkPath.steps[].componentType") },
  { .name = "vulnerabilityId", .label = "Vulnerability", .kind = STRING, .path = PACKAGE ("vulnerabilityId") },
  { .name = "vulnerabilitySource", .label = "Vulnerability source", .kind = STRING, .path = PACKAGE ("source") },
  { .name = "vendorSeverity", .label = "Vendor severity", .kind = STRING, .path = PACKAGE ("vendorSeverity") },
  { .name = "relatedVulnerabilities", .label = "Related vulnerability", .kind = STRING, .path = PACKAGE ("relatedVulnerabilities[]") },
  { .name = "vulnerablePackages", .label = "Vulnerable package", .kind = DOSSIER_FILTER_KIND_PACKAGE, .path = PACKAGE ("vulnerablePackages[]") },
  { .name = "lambdaFunctionName", .label = "Lambda function", .kind = STRING, .path = LAMBDA ("functionName") },
  { .name = "lambdaFunctionLayers", .label = "Lambda layer", .kind = STRING, .path = LAMBDA ("layers[]") },
  { .name = "lambdaFunctionRuntime", .label = "Lambda runtime", .kind = STRING, .path = LAMBDA ("runtime") },
  { .name = "lambdaFunctionExecutionRoleArn", .label = "Lambda execution role", .kind = STRING, .path = LAMBDA ("executionRoleArn") },
  { .name = "lambdaFunctionLastModifiedAt", .label = "Lambda function modified", .kind = DATE, .path = LAMBDA ("lastModifiedAt") },
  { .name = "codeVulnerabilityDetectorName", .label = "Code detector", .kind = STRING, .path = CODE ("detectorName") },
  { .name = "codeVulnerabilityDetectorTags", .label = "Code detector tag", .kind = STRING, .path = CODE ("detectorTags[]") },
  { .name = "codeVulnerabilityFilePath", .label = "Code file", .kind = STRING, .path = CODE ("filePath.filePath") },
  { .name = "codeRepositoryProjectName", .label = "Code repository project", .kind = STRING, .path = "resources[].details.codeRepository.projectName" },
  { .name = "codeRepositoryProviderType", .label = "Code repository provider", .kind = STRING, .path = "resources[].details.codeRepository.providerType" },
  { .name = "cloudProvider", .label = "Cloud provider", .kind = STRING, .path = "resources[].provider" },
  { .name = "cloudProviderRegion", .label = "Cloud region", .kind = STRING, .path = "resources[].region" },
  { .name = "cloudProviderAccountId", .label = "Cloud account", .kind = STRING, .path = "resources[].providerAccountId" },
  { .name = "cloudProviderOrgId", .label = "Cloud organisation", .kind = STRING, .path = "resources[].providerOrgId" },
  { .name = "cloudVmImageReference", .label = "Cloud VM image", .kind = STRING, .path = VM ("vmImageReference") },
  { .name = "cloudVmNetworkId", .label = "Cloud VM network", .kind = STRING, .path = VM ("networkId") },
  { .name = "cloudVmSubnetIds", .label = "Cloud VM subnet", .kind = STRING, .path = VM ("subnetIds[]") },
  { .name = "cloudImageRepositoryName", .label = "Cloud image repository", .kind = STRING, .path = IMAGE ("repositoryName") },
  { .name = "cloudImageRegistry", .label = "Cloud image registry", .kind = STRING, .path = IMAGE ("registry") },
  { .name = "cloudImageDigest", .label = "Cloud image digest", .kind = STRING, .path = IMAGE ("imageDigest") },
  { .name = "cloudImageTags", .label = "Cloud image tag", .kind = STRING, .path = IMAGE ("imageTags[]") },
  { .name = "cloudImageArchitecture", .label = "Cloud image architecture", .kind = STRING, .path = IMAGE ("architecture") },
  { .name = "cloudImagePushedAt", .label = "Cloud image pushed", .kind = DATE, .path = IMAGE ("pushedAt") },
  { .name = "cloudImageLastInUseAt", .label = "Cloud image last in use", .kind = DATE, .path = IMAGE ("lastInUseAt") },
  { .name = "cloudImageInUseCount", .label = "Cloud image uses", .kind = NUMBER, .maximum = MAX_COUNT, .path = IMAGE ("inUseCount") },
  { .name = "cloudServerlessFunctionName", .label = "Serverless function", .kind = STRING, .path = SERVERLESS ("serverlessFunctionName") },
  { .name = "cloudServerlessFunctionRuntime", .label = "Serverless runtime", .kind = STRING, .path = SERVERLESS ("runtime") },
  { .name = "cloudServerlessFunctionExecutionRole", .label = "Serverless execution role", .kind = STRING, .path = SERVERLESS ("executionRole") },
  { .name = "cloudServerlessFunctionLastModifiedAt", .label = "Serverless function modified", .kind = DATE, .path = SERVERLESS ("lastModifiedAt") },
};

/* PackageFilter: what one entry of vulnerablePackages asks of one package. */
static const DossierFilterField package_members[] = {
  { .name = "name", .label = "Name", .kind = STRING, .path = "name" },
  { .name = "version", .label = "Version", .kind = STRING, .path = "version" },
  { .name = "epoch", .label = "Epoch", .kind = NUMBER, .maximum = G_MAXINT32, .path = "epoch" },
  { .name = "release", .label = "Release", .kind = STRING, .path = "release" },
  { .name = "architecture", .label = "Architecture", .kind = STRING, .path = "arch" },
  { .name = "sourceLayerHash", .label = "Source layer hash", .kind = STRING, .path = "sourceLayerHash" },
  { .name = "sourceLambdaLayerArn", .label = "Source Lambda layer", .kind = STRING, .path = "sourceLambdaLayerArn" },
  { .name = "filePath", .label = "File", .kind = STRING, .path = "filePath" },
};

static const DossierFilterField *
find (const DossierFilterField *fields,
      gsize                     n_fields,
      const char               *name)
{
  for (gsize i = 0; i < n_fields; i++)
    if (g_str_equal (fields[i].name, name))
      return &fields[i];
  return NULL;
}

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
  return find (catalogue, G_N_ELEMENTS (catalogue), name);
}

/**
 * dossier_filter_package_members:
 * @n_members: (out): how many there are
 *
 * The members of Inspector's PackageFilter, which all are about one package; their
 * paths begin at it.
 *
 * Returns: (transfer none) (array length=n_members): the constant table
 */
const DossierFilterField *
dossier_filter_package_members (gsize *n_members)
{
  *n_members = G_N_ELEMENTS (package_members);
  return package_members;
}

/**
 * dossier_filter_package_member_find:
 * @name: a member's name in AWS's spelling
 *
 * Returns: (transfer none) (nullable): the member of that name
 */
const DossierFilterField *
dossier_filter_package_member_find (const char *name)
{
  return find (package_members, G_N_ELEMENTS (package_members), name);
}
