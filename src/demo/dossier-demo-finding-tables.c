// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-demo-finding-private.h"

/* All packages, versions and flaws here are set together freely: what the demo
 * shows tells nothing about the safety of software of these names. */

const DossierDemoPackage dossier_demo_os_packages[] = {
  { { "openssl", "libssl3" }, "3.0.11", "1", "3.0.13-1", "OS", NULL },
  { { "curl", "libcurl4", "libcurl3-gnutls" }, "7.88.1", "10", "7.88.1-12", "OS", NULL },
  { { "libxml2", "python3-libxml2" }, "2.9.14", "1", "2.9.14-3", "OS", NULL },
  { { "glibc", "libc6", "libc-bin" }, "2.36", "9", "2.36-11", "OS", NULL },
  { { "zlib1g" }, "1.2.13", "1", "1.2.13-2", "OS", NULL },
  { { "bash" }, "5.2.15", "2", "5.2.15-4", "OS", NULL },
  { { "systemd", "libsystemd0", "libudev1", "udev" }, "252.19", "1", "252.22-1", "OS", NULL },
  { { "git", "git-man" }, "2.39.2", "1", "2.39.5-0", "OS", NULL },
  { { "perl-base" }, "5.36.0", "7", "5.36.0-9", "OS", NULL },
  { { "linux-image-cloud-amd64" }, "6.1.76", "1", "6.1.99-1", "OS", NULL },
  { { "libexpat1" }, "2.5.0", "1", "2.5.0-3", "OS", NULL },
  { { "sudo" }, "1.9.13", "3", "1.9.13-5", "OS", NULL },
};
const guint dossier_demo_n_os_packages = G_N_ELEMENTS (dossier_demo_os_packages);

const DossierDemoPackage dossier_demo_language_packages[] = {
  { { "lodash" }, "4.17.19", NULL, "4.17.22", "NODEPKG", "node_modules/lodash/package.json" },
  { { "axios", "follow-redirects" }, "1.6.0", NULL, "1.6.9", "NPM", "package-lock.json" },
  { { "requests" }, "2.28.1", NULL, "2.31.1", "PYTHONPKG", "requests-2.28.1.dist-info/METADATA" },
  { { "urllib3" }, "1.26.14", NULL, "1.26.20", "PIP", "requirements.txt" },
  { { "org.apache.logging.log4j:log4j-core" }, "2.17.0", NULL, "2.17.9", "JAR", "lib/log4j-core-2.17.0.jar" },
  { { "golang.org/x/net" }, "v0.14.0", NULL, "0.17.1", "GOBINARY", "opt/app/server" },
  { { "rack", "rack-session" }, "2.2.6", NULL, "2.2.10", "BUNDLER", "Gemfile.lock" },
  { { "serde_yaml" }, "0.8.4", NULL, "0.8.9", "CARGO", "Cargo.lock" },
};
const guint dossier_demo_n_language_packages = G_N_ELEMENTS (dossier_demo_language_packages);

const DossierDemoPort dossier_demo_ports[] = {
  { 22, 22, "TCP", DOSSIER_DEMO_MEDIUM },
  { 3389, 3389, "TCP", DOSSIER_DEMO_HIGH },
  { 80, 80, "TCP", DOSSIER_DEMO_INFORMATIONAL },
  { 443, 443, "TCP", DOSSIER_DEMO_INFORMATIONAL },
  { 5432, 5432, "TCP", DOSSIER_DEMO_HIGH },
  { 8000, 8099, "TCP", DOSSIER_DEMO_LOW },
  { 53, 53, "UDP", DOSSIER_DEMO_LOW },
};
const guint dossier_demo_n_ports = G_N_ELEMENTS (dossier_demo_ports);

const DossierDemoDetector dossier_demo_detectors[] = {
  { "CWE-798", "Hardcoded credentials", "python/hardcoded-credentials@v1.0",
    "python-detect-hardcoded-aws-credentials",
    "A credential is written into the source, where everyone who reads the code can read it too.",
    "Keep the credential in a secret store and read it when it is needed.", DOSSIER_DEMO_CRITICAL },
  { "CWE-78", "OS command injection", "python/os-command-injection@v1.0", "python-os-command-injection",
    "Text from outside reaches a shell. A value such as \"; rm -rf /\" would be run as a command.",
    "Pass the arguments as a list and do not start a shell.", DOSSIER_DEMO_HIGH },
  { "CWE-117", "Log injection", "javascript/log-injection@v1.0", "javascript-log-injection",
    "A line break in a value from outside makes a line of its own in the log:\nuser=admin, granted=true.",
    "Escape line breaks before a value is logged.", DOSSIER_DEMO_MEDIUM },
  { "CWE-327", "Weak cryptography", "java/weak-cryptography@v1.0", "java-insecure-digest",
    "A digest is used for which collisions are known (found in the folder \"Prüfsummen\").",
    "Use SHA-256 or better.", DOSSIER_DEMO_LOW },
};
const guint dossier_demo_n_detectors = G_N_ELEMENTS (dossier_demo_detectors);

const DossierDemoPlatform dossier_demo_platforms[] = {
  { "DEBIAN_12", "DEBIAN_CVE", "https://security-tracker.debian.org/tracker/", "apt-get update && apt-get upgrade" },
  { "UBUNTU_22_04", "UBUNTU_CVE", "https://ubuntu.com/security/", "apt-get update && apt-get upgrade" },
  { "AMAZON_LINUX_2023", "NVD", "https://nvd.nist.gov/vuln/detail/", "dnf update" },
};
const guint dossier_demo_n_platforms = G_N_ELEMENTS (dossier_demo_platforms);

/* Scores by the formulas of CVSS 3.1 section 7.1. */
static const DossierDemoCvss cvss[] = {
  { "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H", 100 },
  { "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", 98 },
  { "CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H", 88 },
  { "CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H", 78 },
  { "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H", 75 },
  { "CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N", 61 },
  { "CVSS:3.1/AV:L/AC:L/PR:N/UI:R/S:U/C:N/I:N/A:H", 55 },
  { "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:L/I:N/A:N", 53 },
  { "CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:L/I:N/A:N", 37 },
  { "CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:L/I:N/A:N", 33 },
  { "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N", 0 },
};

/**
 * dossier_demo_account_id:
 * @index: any number; taken modulo the number of accounts
 *
 * Returns: (transfer none): an account id; 0 is the delegated administrator
 */
const char *
dossier_demo_account_id (guint index)
{
  static const char *const ids[] = { "111122223333", "222233334444", "333344445555", "444455556666" };

  return ids[index % G_N_ELEMENTS (ids)];
}

/**
 * dossier_demo_region:
 * @index: any number; taken modulo the number of Regions
 *
 * Returns: (transfer none): a Region; 1 is one that has to be opted in to
 */
const char *
dossier_demo_region (guint index)
{
  static const char *const regions[] = { "eu-central-1", "me-central-1" };

  return regions[index % G_N_ELEMENTS (regions)];
}

/* The table of the Inspector user guide, "severity levels". */
DossierDemoSeverity
dossier_demo_severity_of_score (guint tenths)
{
  if (tenths >= 90)
    return DOSSIER_DEMO_CRITICAL;
  if (tenths >= 70)
    return DOSSIER_DEMO_HIGH;
  if (tenths >= 40)
    return DOSSIER_DEMO_MEDIUM;
  return tenths >= 1 ? DOSSIER_DEMO_LOW : DOSSIER_DEMO_INFORMATIONAL;
}

gboolean
dossier_demo_kind_has_os (DossierDemoResourceKind kind)
{
  return kind == DOSSIER_DEMO_EC2_INSTANCE || kind == DOSSIER_DEMO_ECR_IMAGE ||
         kind == DOSSIER_DEMO_AZURE_VM || kind == DOSSIER_DEMO_AZURE_IMAGE;
}

static DossierDemoResourceKind
pick_kind (DossierDemoRandom *random)
{
  static const struct { DossierDemoResourceKind kind; guint up_to; } shares[] = {
    { DOSSIER_DEMO_EC2_INSTANCE, 40 },
    { DOSSIER_DEMO_ECR_IMAGE, 70 },
    { DOSSIER_DEMO_LAMBDA_FUNCTION, 87 },
    { DOSSIER_DEMO_CODE_REPOSITORY, 95 },
    { DOSSIER_DEMO_AZURE_VM, 97 },
    { DOSSIER_DEMO_AZURE_IMAGE, 99 },
    { DOSSIER_DEMO_AZURE_SITE, 100 },
  };
  guint draw = dossier_demo_random_below (random, 100);
  guint at = 0;

  while (draw >= shares[at].up_to)
    at++;
  return shares[at].kind;
}

void
dossier_demo_resource_init (DossierDemoResource *self,
                            guint64              seed,
                            guint                index)
{
  static const char *const teams[] = { "shop", "billing", "search", "portal", "data", "identity" };
  static const char *const parts[] = { "checkout", "api", "worker", "mailer", "gateway", "import", "batch" };
  DossierDemoRandom random = dossier_demo_random (seed, DOSSIER_DEMO_STREAM_RESOURCE, index);
  const char *team = teams[dossier_demo_random_below (&random, G_N_ELEMENTS (teams))];
  const char *part = parts[dossier_demo_random_below (&random, G_N_ELEMENTS (parts))];

  self->kind = pick_kind (&random);
  self->account = dossier_demo_random_below (&random, 4);
  self->region = dossier_demo_random_below (&random, 4) == 0;
  self->platform = &dossier_demo_platforms[dossier_demo_random_below (&random, dossier_demo_n_platforms)];
  g_snprintf (self->name, sizeof self->name, "%s%c%s-%u", team,
              self->kind == DOSSIER_DEMO_ECR_IMAGE ? '/' : '-', part, index);
  self->random = random;
}

/* Even numbers are of operating systems, odd ones of languages. */
void
dossier_demo_vulnerability_init (DossierDemoVulnerability *self,
                                 guint64                   seed,
                                 guint                     index)
{
  DossierDemoRandom random = dossier_demo_random (seed, DOSSIER_DEMO_STREAM_VULNERABILITY, index);
  gboolean os = index % 2 == 0;
  guint draw;

  self->package = os
    ? &dossier_demo_os_packages[dossier_demo_random_below (&random, dossier_demo_n_os_packages)]
    : &dossier_demo_language_packages[dossier_demo_random_below (&random, dossier_demo_n_language_packages)];
  for (self->n_names = 0; self->n_names < 4 && self->package->names[self->n_names] != NULL;)
    self->n_names++;

  g_snprintf (self->id, sizeof self->id, "CVE-2099-%u", 10000 + index);
  draw = dossier_demo_random_below (&random, 20);
  self->cvss = draw == 0 ? NULL : &cvss[dossier_demo_random_below (&random, G_N_ELEMENTS (cvss))];
  draw = dossier_demo_random_below (&random, 10);
  self->n_fixed = draw < 6 ? self->n_names : draw < 8 ? self->n_names / 2 : 0;
  self->exploit = dossier_demo_random_below (&random, 8) == 0;
  self->epss = dossier_demo_random_below (&random, self->exploit ? 95000 : 4000) + 1;
  self->flaw = dossier_demo_random_below (&random, 1000);
  self->random = random;
}
