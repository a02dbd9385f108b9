// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <glib/gi18n.h>

#include "dossier-words.h"

typedef struct
{
  const char *aws;
  const char *text;
} Word;

static const Word severities[] = {
  { "CRITICAL", N_("Critical") },
  { "HIGH", N_("High") },
  { "MEDIUM", N_("Medium") },
  { "LOW", N_("Low") },
  { "INFORMATIONAL", N_("Informational") },
  { "UNTRIAGED", N_("Untriaged") },
};

static const Word statuses[] = {
  { "ACTIVE", N_("Active") },
  { "SUPPRESSED", N_("Suppressed") },
  { "CLOSED", N_("Closed") },
};

static const Word finding_types[] = {
  { "PACKAGE_VULNERABILITY", N_("Package Vulnerability") },
  { "NETWORK_REACHABILITY", N_("Network Reachability") },
  { "CODE_VULNERABILITY", N_("Code Vulnerability") },
};

static const Word resource_types[] = {
  { "AWS_EC2_INSTANCE", N_("EC2 instance") },
  { "AWS_ECR_CONTAINER_IMAGE", N_("ECR image") },
  { "AWS_ECR_REPOSITORY", N_("ECR repository") },
  { "AWS_LAMBDA_FUNCTION", N_("Lambda function") },
  { "CODE_REPOSITORY", N_("Code repository") },
};

static const Word fixes[] = {
  { "YES", N_("Yes") },
  { "NO", N_("No") },
  { "PARTIAL", N_("Partial") },
};

static const Word filter_fields[] = {
  { "findingStatus", N_("Status") },
  { "severity", N_("Severity") },
  { "findingType", N_("Type") },
};

static const char *
find (const Word *words,
      gsize       n_words,
      const char *aws)
{
  for (gsize i = 0; i < n_words; i++)
    if (g_strcmp0 (words[i].aws, aws) == 0)
      return _(words[i].text);

  return aws != NULL ? aws : _("Unknown");
}

/**
 * dossier_word_severity:
 * @word: (nullable): a severity as AWS spells it
 *
 * Returns: (transfer none): what people call it
 */
const char *
dossier_word_severity (const char *word)
{
  return find (severities, G_N_ELEMENTS (severities), word);
}

/**
 * dossier_word_status:
 * @word: (nullable): a finding's status as AWS spells it
 *
 * Returns: (transfer none): what people call it
 */
const char *
dossier_word_status (const char *word)
{
  return find (statuses, G_N_ELEMENTS (statuses), word);
}

/**
 * dossier_word_finding_type:
 * @word: (nullable): a finding's type as AWS spells it
 *
 * Returns: (transfer none): what people call it
 */
const char *
dossier_word_finding_type (const char *word)
{
  return find (finding_types, G_N_ELEMENTS (finding_types), word);
}

/**
 * dossier_word_resource_type:
 * @word: (nullable): a resource's type as AWS spells it
 *
 * Returns: (transfer none): what people call it
 */
const char *
dossier_word_resource_type (const char *word)
{
  return find (resource_types, G_N_ELEMENTS (resource_types), word);
}

/**
 * dossier_word_fix:
 * @word: (nullable): whether there is a fix, as AWS spells it
 *
 * Returns: (transfer none): what people call it
 */
const char *
dossier_word_fix (const char *word)
{
  return find (fixes, G_N_ELEMENTS (fixes), word);
}

/**
 * dossier_word_filter_field:
 * @name: a member of FilterCriteria
 *
 * Returns: (transfer none): what people call it
 */
const char *
dossier_word_filter_field (const char *name)
{
  return find (filter_fields, G_N_ELEMENTS (filter_fields), name);
}

/**
 * dossier_word_filter_value:
 * @name: a member of FilterCriteria
 * @value: one of its values
 *
 * Returns: (transfer none): what people call the value
 */
const char *
dossier_word_filter_value (const char *name,
                           const char *value)
{
  if (g_str_equal (name, "findingStatus"))
    return dossier_word_status (value);
  if (g_str_equal (name, "severity"))
    return dossier_word_severity (value);
  if (g_str_equal (name, "findingType"))
    return dossier_word_finding_type (value);
  return value;
}

/**
 * dossier_severity_style:
 * @word: (nullable): a severity as AWS spells it
 *
 * Returns: (transfer none): the style class that colours it, see style.css
 */
const char *
dossier_severity_style (const char *word)
{
  static const char *const styles[][2] = {
    { "CRITICAL", "critical" },
    { "HIGH", "high" },
    { "MEDIUM", "medium" },
    { "LOW", "low" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (styles); i++)
    if (g_strcmp0 (styles[i][0], word) == 0)
      return styles[i][1];

  return "other";
}
