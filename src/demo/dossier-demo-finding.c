// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-demo-finding-private.h"

static const char *const type_names[] = { "PACKAGE_VULNERABILITY", "NETWORK_REACHABILITY", "CODE_VULNERABILITY" };
static const char *const severity_names[] = { "UNTRIAGED", "INFORMATIONAL", "LOW", "MEDIUM", "HIGH", "CRITICAL" };
static const char *const status_names[] = { "ACTIVE", "SUPPRESSED", "CLOSED" };
static const char *const kind_names[] = {
  "AWS_EC2_INSTANCE", "AWS_ECR_CONTAINER_IMAGE", "AWS_LAMBDA_FUNCTION", "CODE_REPOSITORY",
  "Microsoft.Compute/virtualMachines", "Microsoft.ContainerRegistry/registry/containerImage", "Microsoft.Web/sites",
};

/* A comma goes before everything but the first of its object or array. No text
 * ends with a bracket here: texts end with a quotation mark. */
static void
separate (GString *out)
{
  char last = out->str[out->len - 1];

  if (last != '{' && last != '[')
    g_string_append_c (out, ',');
}

static void
quote (GString    *out,
       const char *text)
{
  g_string_append_c (out, '"');
  for (const char *at = text; *at != '\0'; at++)
    {
      if (*at == '"' || *at == '\\')
        g_string_append_c (out, '\\');
      if (*at == '\n')
        g_string_append (out, "\\n");
      else
        g_string_append_c (out, *at);
    }
  g_string_append_c (out, '"');
}

static void
name (GString    *out,
      const char *member)
{
  separate (out);
  g_string_append_c (out, '"');
  g_string_append (out, member);
  g_string_append (out, "\":");
}

static void
open_object (GString    *out,
             const char *member)
{
  if (member == NULL)
    separate (out);
  else
    name (out, member);
  g_string_append_c (out, '{');
}

static void
open_array (GString    *out,
            const char *member)
{
  name (out, member);
  g_string_append_c (out, '[');
}

static void
put_text (GString    *out,
          const char *member,
          const char *text)
{
  name (out, member);
  quote (out, text);
}

static void
put_item (GString    *out,
          const char *text)
{
  separate (out);
  quote (out, text);
}

static void G_GNUC_PRINTF (3, 4)
put_format (GString    *out,
            const char *member,
            const char *format,
            ...)
{
  char text[320];
  va_list arguments;

  va_start (arguments, format);
  g_vsnprintf (text, sizeof text, format, arguments);
  va_end (arguments);
  if (member == NULL)
    put_item (out, text);
  else
    put_text (out, member, text);
}

static void
put_number (GString    *out,
            const char *member,
            gint64      number)
{
  name (out, member);
  g_string_append_printf (out, "%" G_GINT64_FORMAT, number);
}

/* @number divided by 10 to the power of @digits: 98 and 1 are 9.8. Written from
 * whole numbers, so that no locale puts its comma in. */
static void
put_decimal (GString    *out,
             const char *member,
             gint64      number,
             int         digits)
{
  gint64 unit = 1;

  for (int i = 0; i < digits; i++)
    unit *= 10;
  put_number (out, member, number / unit);
  g_string_append_printf (out, ".%0*" G_GINT64_FORMAT, digits, number % unit);
}

static void
put_time (GString    *out,
          const char *member,
          gint64      instant)
{
  put_decimal (out, member, instant / 1000, 3);
}

/* Makes an identifier such as i-0123456789abcdef0. */
static const char *
make_id (char               out[32],
         const char        *prefix,
         DossierDemoRandom *random)
{
  g_snprintf (out, 32, "%s-0%016" G_GINT64_MODIFIER "x", prefix, dossier_demo_random_next (random));
  return out;
}

static const char *
make_digest (char               out[72],
             DossierDemoRandom *random)
{
  guint64 parts[4];

  for (guint i = 0; i < 4; i++)
    parts[i] = dossier_demo_random_next (random);
  g_snprintf (out, 72,
              "sha256:%016" G_GINT64_MODIFIER "x%016" G_GINT64_MODIFIER "x%016" G_GINT64_MODIFIER
              "x%016" G_GINT64_MODIFIER "x",
              parts[0], parts[1], parts[2], parts[3]);
  return out;
}

static void
put_tags (GString                   *out,
          const DossierDemoResource *resource)
{
  static const char *const stages[] = { "production", "staging", "test" };

  open_object (out, "tags");
  put_text (out, "Name", resource->name);
  put_text (out, "Stage", stages[strlen (resource->name) % G_N_ELEMENTS (stages)]);
  g_string_append_c (out, '}');
}

static void
put_instance (GString             *out,
              DossierDemoResource *resource,
              const char          *instance_id,
              gint64               before)
{
  static const char *const sizes[] = { "t3.micro", "t3.large", "m6i.large", "c7g.xlarge", "r6a.2xlarge" };
  guint host = dossier_demo_random_below (&resource->random, 65000);
  char id[32];

  put_text (out, "id", instance_id);
  put_tags (out, resource);
  open_object (out, "details");
  open_object (out, "awsEc2Instance");
  put_text (out, "type", sizes[host % G_N_ELEMENTS (sizes)]);
  g_snprintf (id, sizeof id, "ami-0%016x", host % 7 + 0x5eed);
  put_text (out, "imageId", id);
  open_array (out, "ipV4Addresses");
  if (host % 3 == 0)
    put_format (out, NULL, "203.0.113.%u", host % 254 + 1);
  put_format (out, NULL, "10.0.%u.%u", host / 256, host % 256);
  g_string_append_c (out, ']');
  open_array (out, "ipV6Addresses");
  if (host % 5 == 0)
    put_format (out, NULL, "2001:db8::%x", host);
  g_string_append_c (out, ']');
  put_format (out, "iamInstanceProfileArn", "arn:aws:iam::%s:instance-profile/%s",
              dossier_demo_account_id (resource->account), resource->name);
  put_text (out, "vpcId", make_id (id, "vpc", &resource->random));
  put_text (out, "subnetId", make_id (id, "subnet", &resource->random));
  put_time (out, "launchedAt", before);
  put_text (out, "platform", resource->platform->name);
  g_string_append (out, "}}");
}

static void
put_image (GString             *out,
           DossierDemoResource *resource,
           gint64               before)
{
  const char *account = dossier_demo_account_id (resource->account);
  guint draw = dossier_demo_random_below (&resource->random, 1000);
  char digest[72];

  make_digest (digest, &resource->random);
  put_format (out, "id", "arn:aws:ecr:%s:%s:repository/%s/%s", dossier_demo_region (resource->region), account,
              resource->name, digest);
  put_tags (out, resource);
  open_object (out, "details");
  open_object (out, "awsEcrContainerImage");
  put_text (out, "repositoryName", resource->name);
  put_text (out, "registry", account);
  put_text (out, "imageHash", digest);
  open_array (out, "imageTags");
  put_format (out, NULL, "1.%u.%u", draw / 50, draw % 50);
  if (draw % 4 == 0)
    put_item (out, "latest");
  g_string_append_c (out, ']');
  put_text (out, "architecture", draw % 3 == 0 ? "arm64" : "amd64");
  put_text (out, "platform", resource->platform->name);
  put_time (out, "pushedAt", before);
  put_number (out, "inUseCount", draw % 9);
  g_string_append (out, "}}");
}

static void
put_function (GString             *out,
              DossierDemoResource *resource,
              gint64               before)
{
  static const char *const runtimes[] = { "PYTHON_3_11", "NODEJS_18_X", "JAVA_17", "RUBY_3_2", "GO_1_X" };
  const char *account = dossier_demo_account_id (resource->account);
  const char *region = dossier_demo_region (resource->region);
  guint draw = dossier_demo_random_below (&resource->random, 1000);
  guint64 code[4];
  g_autofree char *code_hash = NULL;

  /* Byte by byte, so that the order of bytes of the machine does not show. */
  for (guint i = 0; i < G_N_ELEMENTS (code); i++)
    code[i] = GUINT64_TO_LE (dossier_demo_random_next (&resource->random));
  code_hash = g_base64_encode ((const guchar *) code, sizeof code);

  put_format (out, "id", "arn:aws:lambda:%s:%s:function:%s:$LATEST", region, account, resource->name);
  put_tags (out, resource);
  open_object (out, "details");
  open_object (out, "awsLambdaFunction");
  put_text (out, "functionName", resource->name);
  put_text (out, "runtime", runtimes[draw % G_N_ELEMENTS (runtimes)]);
  put_text (out, "codeSha256", code_hash);
  put_text (out, "version", "$LATEST");
  put_format (out, "executionRoleArn", "arn:aws:iam::%s:role/%s", account, resource->name);
  if (draw % 2 == 0)
    {
      open_array (out, "layers");
      put_format (out, NULL, "arn:aws:lambda:%s:%s:layer:common:%u", region, account, draw % 40 + 1);
      g_string_append_c (out, ']');
    }
  put_text (out, "packageType", "ZIP");
  open_array (out, "architectures");
  put_item (out, draw % 3 == 0 ? "ARM64" : "X86_64");
  g_string_append_c (out, ']');
  put_time (out, "lastModifiedAt", before);
  g_string_append (out, "}}");
}

static void
put_code_repository (GString             *out,
                     DossierDemoResource *resource)
{
  const char *account = dossier_demo_account_id (resource->account);
  const char *region = dossier_demo_region (resource->region);
  guint64 draw = dossier_demo_random_next (&resource->random);

  put_format (out, "id", "arn:aws:inspector2:%s:%s:codesecurity-integration/%016" G_GINT64_MODIFIER "x/project/%s",
              region, account, draw, resource->name);
  put_tags (out, resource);
  open_object (out, "details");
  open_object (out, "codeRepository");
  put_text (out, "projectName", resource->name);
  put_format (out, "integrationArn", "arn:aws:inspector2:%s:%s:codesecurity-integration/%016" G_GINT64_MODIFIER "x",
              region, account, draw);
  put_text (out, "providerType", draw % 2 == 0 ? "GITHUB" : "GITLAB_SELF_MANAGED");
  g_string_append (out, "}}");
}

static void
put_azure (GString             *out,
           DossierDemoResource *resource,
           gint64               before)
{
  const char *subscription = "00000000-0000-4000-8000-000000000001";
  char digest[72];

  put_format (out, "id", "/subscriptions/%s/resourceGroups/demo/providers/%s/%s", subscription,
              kind_names[resource->kind], resource->name);
  put_text (out, "provider", "AZURE");
  put_text (out, "providerAccountId", subscription);
  put_tags (out, resource);
  open_object (out, "details");
  if (resource->kind == DOSSIER_DEMO_AZURE_VM)
    {
      open_object (out, "vm");
      put_text (out, "type", "Standard_B2s");
      put_text (out, "vmName", resource->name);
      put_time (out, "launchedAt", before);
      put_text (out, "platform", resource->platform->name);
    }
  else if (resource->kind == DOSSIER_DEMO_AZURE_IMAGE)
    {
      open_object (out, "image");
      put_text (out, "repositoryName", resource->name);
      put_text (out, "registry", "demo.azurecr.io");
      put_text (out, "imageDigest", make_digest (digest, &resource->random));
      put_time (out, "pushedAt", before);
      put_text (out, "platform", resource->platform->name);
    }
  else
    {
      open_object (out, "serverlessFunction");
      put_text (out, "serverlessFunctionName", resource->name);
      put_text (out, "runtime", "PYTHON_3_11");
      put_time (out, "lastModifiedAt", before);
    }
  g_string_append (out, "}}");
}

static void
put_resource (GString             *out,
              DossierDemoResource *resource,
              const char          *instance_id,
              gint64               before)
{
  open_object (out, NULL);
  put_text (out, "type", kind_names[resource->kind]);
  put_text (out, "partition", "aws");
  put_text (out, "region", dossier_demo_region (resource->region));
  switch (resource->kind)
    {
    case DOSSIER_DEMO_EC2_INSTANCE:
      put_instance (out, resource, instance_id, before);
      break;
    case DOSSIER_DEMO_ECR_IMAGE:
      put_image (out, resource, before);
      break;
    case DOSSIER_DEMO_LAMBDA_FUNCTION:
      put_function (out, resource, before);
      break;
    case DOSSIER_DEMO_CODE_REPOSITORY:
      put_code_repository (out, resource);
      break;
    case DOSSIER_DEMO_AZURE_VM:
    case DOSSIER_DEMO_AZURE_IMAGE:
    case DOSSIER_DEMO_AZURE_SITE:
      put_azure (out, resource, before);
      break;
    }
  g_string_append_c (out, '}');
}

static void
put_packages (GString                        *out,
              const DossierDemoVulnerability *self,
              const DossierDemoResource      *resource)
{
  const DossierDemoPackage *package = self->package;

  open_array (out, "vulnerablePackages");
  for (guint at = 0; at < self->n_names; at++)
    {
      open_object (out, NULL);
      put_text (out, "name", package->names[at]);
      put_text (out, "version", package->version);
      if (package->release != NULL)
        {
          put_text (out, "release", package->release);
          put_number (out, "epoch", 0);
          put_text (out, "arch", "AMD64");
        }
      put_text (out, "packageManager", package->manager);
      if (package->file_path != NULL)
        put_text (out, "filePath", package->file_path);
      if (at < self->n_fixed)
        {
          put_format (out, "fixedInVersion", "%s%s", package->release != NULL ? "0:" : "", package->fixed);
          if (package->release != NULL)
            put_format (out, "remediation", "%s %s", resource->platform->upgrade, package->names[at]);
        }
      g_string_append_c (out, '}');
    }
  g_string_append_c (out, ']');
}

static void
put_score (GString               *out,
           const DossierDemoCvss *cvss)
{
  put_decimal (out, "inspectorScore", cvss->tenths, 1);
  open_object (out, "inspectorScoreDetails");
  open_object (out, "adjustedCvss");
  put_text (out, "scoreSource", "NVD");
  put_text (out, "cvssSource", "NVD");
  put_text (out, "version", "3.1");
  put_decimal (out, "score", cvss->tenths, 1);
  put_text (out, "scoringVector", cvss->vector);
  open_array (out, "adjustments");
  g_string_append (out, "]}}");
}

static void
put_package_details (GString                   *out,
                     DossierDemoVulnerability  *self,
                     const DossierDemoResource *resource,
                     gint64                     published)
{
  gboolean os = self->package->release != NULL;
  const char *source = os ? resource->platform->source : "NVD";
  const char *url = os ? resource->platform->url : "https://nvd.nist.gov/vuln/detail/";
  guint n_references = 3 + dossier_demo_random_below (&self->random, 8);

  open_object (out, "packageVulnerabilityDetails");
  put_text (out, "vulnerabilityId", self->id);
  put_text (out, "source", source);
  put_format (out, "sourceUrl", "%s%s", url, self->id);
  if (self->cvss != NULL)
    put_text (out, "vendorSeverity", self->cvss->tenths >= 70 ? "high" : self->cvss->tenths >= 40 ? "medium" : "low");
  put_time (out, "vendorCreatedAt", published);
  put_time (out, "vendorUpdatedAt", published + G_TIME_SPAN_DAY);
  open_array (out, "referenceUrls");
  put_format (out, NULL, "%s%s", url, self->id);
  for (guint at = 0; at < n_references; at++)
    put_format (out, NULL, "https://advisories.example.org/%s/%s/%u/discussion", self->package->names[0], self->id,
                at + 1);
  g_string_append_c (out, ']');
  open_array (out, "relatedVulnerabilities");
  g_string_append_c (out, ']');
  open_array (out, "cvss");
  if (self->cvss != NULL)
    {
      open_object (out, NULL);
      put_text (out, "source", "NVD");
      put_text (out, "version", "3.1");
      put_decimal (out, "baseScore", self->cvss->tenths, 1);
      put_text (out, "scoringVector", self->cvss->vector);
      g_string_append_c (out, '}');
    }
  g_string_append_c (out, ']');
  put_packages (out, self, resource);
  g_string_append_c (out, '}');
}

static void
put_package_finding (const DossierDemoFinding  *self,
                     const DossierDemoResource *resource,
                     guint64                    seed,
                     gint64                     epoch,
                     GString                   *out)
{
  static const char *const flaws[] = {
    "A missing check of a length lets a crafted message write behind the end of a buffer on the heap",
    "Memory is used after it was freed when a connection is closed while its answer is being read",
    "A header such as \"Content-Length: -1\" is taken as a very large number, and the process ends",
    "Names with two dots are not refused, so that an archive can write files outside of its folder",
    "A comparison of secrets takes longer the more bytes are right, which tells them to a patient attacker",
    "A pattern with nested repetition needs exponential time, and the service does not answer any more",
  };
  DossierDemoVulnerability vulnerability;
  gint64 published;
  char text[640];

  dossier_demo_vulnerability_init (&vulnerability, seed, self->weakness);
  /* Before anything was observed, and the same for all findings of this flaw. */
  published = epoch - (402 + vulnerability.flaw % 60) * G_TIME_SPAN_DAY;

  name (out, "title");
  g_string_append_printf (out, "\"%s - ", vulnerability.id);
  for (guint at = 0; at < vulnerability.n_names; at++)
    g_string_append_printf (out, "%s%s", at > 0 ? ", " : "", vulnerability.package->names[at]);
  g_string_append_c (out, '"');
  g_snprintf (text, sizeof text,
              "%s. This affects %s %s and all versions before %s.\n\nThe attacker needs no account. Reported by "
              "J. Müller; the flaw, the report and its number %s were made up for a demonstration, and nothing is "
              "said here about the real software of this name.",
              flaws[vulnerability.flaw % G_N_ELEMENTS (flaws)], vulnerability.package->names[0],
              vulnerability.package->version, vulnerability.package->fixed, vulnerability.id);
  put_text (out, "description", text);
  put_text (out, "fixAvailable",
            vulnerability.n_fixed == 0 ? "NO" : vulnerability.n_fixed < vulnerability.n_names ? "PARTIAL" : "YES");
  put_text (out, "exploitAvailable", vulnerability.exploit ? "YES" : "NO");
  if (vulnerability.exploit)
    {
      open_object (out, "exploitabilityDetails");
      put_time (out, "lastKnownExploitAt", epoch - (1 + vulnerability.flaw % 300) * G_TIME_SPAN_DAY);
      g_string_append_c (out, '}');
    }
  open_object (out, "epss");
  put_decimal (out, "score", vulnerability.epss, 5);
  g_string_append_c (out, '}');
  if (vulnerability.cvss != NULL)
    put_score (out, vulnerability.cvss);
  put_package_details (out, &vulnerability, resource, published);
  g_string_append (out, ",\"remediation\":{\"recommendation\":{\"text\":\"None Provided\"}}");
}

static void
put_network_finding (const DossierDemoFinding  *self,
                     const DossierDemoResource *resource,
                     const char                *instance_id,
                     GString                   *out)
{
  static const struct { const char *prefix; const char *type; } path[] = {
    { "igw", "AWS::EC2::InternetGateway" },
    { "acl", "AWS::EC2::NetworkAcl" },
    { "sg", "AWS::EC2::SecurityGroup" },
    { "eni", "AWS::EC2::NetworkInterface" },
  };
  const DossierDemoPort *port = &dossier_demo_ports[self->weakness];
  DossierDemoRandom random = resource->random;
  char range[24];
  char id[32];

  if (port->begin == port->end)
    g_snprintf (range, sizeof range, "%u", port->begin);
  else
    g_snprintf (range, sizeof range, "%u-%u", port->begin, port->end);
  put_format (out, "title", "Port %s is reachable from an Internet Gateway - %s", range, port->protocol);
  put_format (out, "description",
              "On the instance %s, the port range %u-%u is reachable from the internet through an Internet Gateway.",
              instance_id, port->begin, port->end);
  open_object (out, "networkReachabilityDetails");
  open_object (out, "openPortRange");
  put_number (out, "begin", port->begin);
  put_number (out, "end", port->end);
  g_string_append_c (out, '}');
  put_text (out, "protocol", port->protocol);
  open_object (out, "networkPath");
  open_array (out, "steps");
  for (guint at = 0; at < G_N_ELEMENTS (path); at++)
    {
      open_object (out, NULL);
      put_text (out, "componentId", make_id (id, path[at].prefix, &random));
      put_text (out, "componentType", path[at].type);
      g_string_append_c (out, '}');
    }
  open_object (out, NULL);
  put_text (out, "componentId", instance_id);
  put_text (out, "componentType", "AWS::EC2::Instance");
  g_string_append (out, "}]}}");
  g_string_append (out, ",\"remediation\":{\"recommendation\":{\"text\":\"Narrow the security group.\"}}");
}

static void
put_code_finding (const DossierDemoFinding *self,
                  GString                  *out)
{
  const DossierDemoDetector *detector = &dossier_demo_detectors[self->weakness];
  guint line = (guint) (self->id[1] % 400) + 1;

  put_format (out, "title", "%s - %s", detector->cwe, detector->name);
  put_text (out, "description", detector->description);
  open_object (out, "codeVulnerabilityDetails");
  put_text (out, "detectorId", detector->detector_id);
  put_text (out, "detectorName", detector->name);
  open_array (out, "detectorTags");
  put_item (out, "security");
  put_item (out, "owasp-top10");
  g_string_append_c (out, ']');
  open_array (out, "cwes");
  put_item (out, detector->cwe);
  g_string_append_c (out, ']');
  put_text (out, "ruleId", detector->rule_id);
  open_array (out, "referenceUrls");
  put_format (out, NULL, "https://cwe.mitre.org/data/definitions/%s.html", detector->cwe + strlen ("CWE-"));
  g_string_append_c (out, ']');
  open_object (out, "filePath");
  put_text (out, "fileName", "handler.py");
  put_text (out, "filePath", "src/handler.py");
  put_number (out, "startLine", line);
  put_number (out, "endLine", line + line % 4);
  g_string_append (out, "}}");
  open_object (out, "remediation");
  open_object (out, "recommendation");
  put_text (out, "text", detector->remedy);
  g_string_append (out, "}}");
}

/* The words of the API, and how a finding is named. */
const char *
dossier_demo_type_name (DossierDemoFindingType type)
{
  return type_names[type];
}

const char *
dossier_demo_severity_name (DossierDemoSeverity severity)
{
  return severity_names[severity];
}

const char *
dossier_demo_status_name (DossierDemoStatus status)
{
  return status_names[status];
}

void
dossier_demo_finding_print_arn (const DossierDemoFinding *self,
                                char                     *out,
                                gsize                     size)
{
  g_snprintf (out, size, "arn:aws:inspector2:%s:%s:finding/%016" G_GINT64_MODIFIER "x%016" G_GINT64_MODIFIER "x",
              dossier_demo_region (self->region), dossier_demo_account_id (self->account), self->id[0], self->id[1]);
}

/* Appends the finding as a member of `findings` of ListFindings. */
void
dossier_demo_finding_append_json (const DossierDemoFinding *self,
                                  guint64                   seed,
                                  gint64                    epoch,
                                  GString                  *out)
{
  DossierDemoResource resource;
  char instance_id[32];
  char arn[128];

  dossier_demo_resource_init (&resource, seed, self->resource);
  make_id (instance_id, "i", &resource.random);

  g_string_append_c (out, '{');
  dossier_demo_finding_print_arn (self, arn, sizeof arn);
  put_text (out, "findingArn", arn);
  put_text (out, "awsAccountId", dossier_demo_account_id (self->account));
  put_text (out, "type", type_names[self->type]);
  put_text (out, "severity", severity_names[self->severity]);
  put_text (out, "status", status_names[self->status]);
  put_time (out, "firstObservedAt", self->first_observed);
  put_time (out, "lastObservedAt", self->last_observed);
  put_time (out, "updatedAt", self->last_observed);
  switch (self->type)
    {
    case DOSSIER_DEMO_PACKAGE_VULNERABILITY:
      put_package_finding (self, &resource, seed, epoch, out);
      break;
    case DOSSIER_DEMO_NETWORK_REACHABILITY:
      put_network_finding (self, &resource, instance_id, out);
      break;
    case DOSSIER_DEMO_CODE_VULNERABILITY:
      put_code_finding (self, out);
      break;
    }
  open_array (out, "resources");
  put_resource (out, &resource, instance_id, epoch - (402 + self->resource % 60) * G_TIME_SPAN_DAY);
  g_string_append (out, "]}");
}
