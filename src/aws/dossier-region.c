// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-error.h"
#include "dossier-region.h"

/* The AWS SDKs' partition data. */
static const DossierPartition partitions[] = {
  { "aws", "amazonaws.com", "api.aws", "^(us|eu|ap|sa|ca|me|af|il|mx)-\\w+-\\d+$",
    "iam.amazonaws.com", "iam-fips.amazonaws.com", "us-east-1" },
  { "aws-cn", "amazonaws.com.cn", "api.amazonwebservices.com.cn", "^cn-\\w+-\\d+$",
    "iam.cn-north-1.amazonaws.com.cn", NULL, "cn-north-1" },
  { "aws-us-gov", "amazonaws.com", "api.aws", "^us-gov-\\w+-\\d+$",
    "iam.us-gov.amazonaws.com", "iam.us-gov.amazonaws.com", "us-gov-west-1" },
  { "aws-eusc", "amazonaws.eu", "api.amazonwebservices.eu", "^eusc-de-\\w+-\\d+$",
    "iam.eusc-de-east-1.amazonaws.eu", NULL, "eusc-de-east-1" },
};

/* "Amazon Inspector endpoints and quotas"; the flag from "AWS Regions". */
static const DossierRegion regions[] = {
  { "us-east-1", FALSE },      { "us-east-2", FALSE },      { "us-west-1", FALSE },
  { "us-west-2", FALSE },      { "ca-central-1", FALSE },   { "sa-east-1", FALSE },
  { "eu-central-1", FALSE },   { "eu-north-1", FALSE },     { "eu-west-1", FALSE },
  { "eu-west-2", FALSE },      { "eu-west-3", FALSE },      { "ap-northeast-1", FALSE },
  { "ap-northeast-2", FALSE }, { "ap-northeast-3", FALSE }, { "ap-south-1", FALSE },
  { "ap-southeast-1", FALSE }, { "ap-southeast-2", FALSE }, { "af-south-1", TRUE },
  { "ap-east-1", TRUE },       { "ap-east-2", TRUE },       { "ap-south-2", TRUE },
  { "ap-southeast-3", TRUE },  { "ap-southeast-4", TRUE },  { "ap-southeast-5", TRUE },
  { "ap-southeast-7", TRUE },  { "ca-west-1", TRUE },       { "eu-central-2", TRUE },
  { "eu-south-1", TRUE },      { "eu-south-2", TRUE },      { "il-central-1", TRUE },
  { "me-central-1", TRUE },    { "me-south-1", TRUE },      { "mx-central-1", TRUE },
  { "cn-north-1", FALSE },     { "cn-northwest-1", FALSE }, { "us-gov-east-1", FALSE },
  { "us-gov-west-1", FALSE },
};

/**
 * dossier_region_list:
 * @n_regions: (out): their number
 *
 * Returns: (transfer none) (array length=n_regions): the Regions known when
 *   this was written; others may exist, and are accepted everywhere
 */
const DossierRegion *
dossier_region_list (gsize *n_regions)
{
  *n_regions = G_N_ELEMENTS (regions);
  return regions;
}

/**
 * dossier_region_partition:
 * @region: what may be a Region, known or not
 *
 * Returns: (transfer none) (nullable): the partition that a Region of this
 *   name belongs to; %NULL if no Region has such a name
 */
const DossierPartition *
dossier_region_partition (const char *region)
{
  for (gsize i = 0; i < G_N_ELEMENTS (partitions); i++)
    if (g_regex_match_simple (partitions[i].region_pattern, region, G_REGEX_DOLLAR_ENDONLY,
                              G_REGEX_MATCH_DEFAULT))
      return &partitions[i];
  return NULL;
}

/**
 * dossier_region_is_opt_in:
 * @region: a Region
 *
 * Returns: whether it is known that an account must enable @region first
 */
gboolean
dossier_region_is_opt_in (const char *region)
{
  for (gsize i = 0; i < G_N_ELEMENTS (regions); i++)
    if (strcmp (regions[i].name, region) == 0)
      return regions[i].opt_in;
  return FALSE;
}

/**
 * dossier_region_inspector_principal:
 * @region: where a report is made
 * @error: return location for %DOSSIER_ERROR_INVALID_INPUT
 *
 * The service principal that a bucket policy and a key policy must let in
 * ("Exporting Amazon Inspector findings reports").
 *
 * Returns: (transfer full) (nullable): the principal
 */
char *
dossier_region_inspector_principal (const char  *region,
                                    GError     **error)
{
  if (dossier_region_partition (region) == NULL)
    {
      g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT,
                   "“%s” is not the name of an AWS Region; they look like eu-central-1", region);
      return NULL;
    }

  return dossier_region_is_opt_in (region) ? g_strdup_printf ("inspector2.%s.amazonaws.com", region)
                                           : g_strdup ("inspector2.amazonaws.com");
}
