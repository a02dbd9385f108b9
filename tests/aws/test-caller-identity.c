// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-caller-identity.h"
#include "dossier-error.h"
#include "dossier-test.h"

#define RESULT(inner) \
  "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><GetCallerIdentityResult>" inner \
  "</GetCallerIdentityResult><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></GetCallerIdentityResponse>"
#define ARN "<Arn>arn:aws:iam::111122223333:user/a&amp;b</Arn>"
#define USER_ID "<UserId>AIDAEXAMPLE</UserId>"
#define ACCOUNT "<Account>111122223333</Account>"

static DossierCallerIdentity *
parse (const char  *text,
       gsize        length,
       GError     **error)
{
  g_autoptr(GBytes) body = g_bytes_new (text, length);

  return dossier_caller_identity_parse (body, error);
}

static void
test_all_members (void)
{
  const char *text = "<?xml version=\"1.0\"?>\n" RESULT ("<New><Arn>x</Arn></New>\n" ARN USER_ID ACCOUNT);
  g_autoptr(GError) error = NULL;
  g_autoptr(DossierCallerIdentity) identity = parse (text, strlen (text), &error);
  g_autoptr(DossierCallerIdentity) copy = NULL;

  g_assert_no_error (error);
  copy = dossier_caller_identity_copy (identity);
  g_clear_pointer (&identity, dossier_caller_identity_free);
  g_assert_cmpstr (copy->account, ==, "111122223333");
  g_assert_cmpstr (copy->arn, ==, "arn:aws:iam::111122223333:user/a&b");
  g_assert_cmpstr (copy->user_id, ==, "AIDAEXAMPLE");
}

static void
test_refuses (void)
{
  static const struct
  {
    const char *text;
    const char *named;
  } cases[] = {
    { "", "not valid XML" },
    { "{}", "not valid XML" },
    { "<html/>", "<html>" },
    { "<GetCallerIdentityResponse/>", "<GetCallerIdentityResult>" },
    { RESULT (ARN USER_ID), "<Account>" },
    { RESULT (ACCOUNT "<UserId/>" ARN), "<UserId>" },
    { RESULT (ACCOUNT USER_ID "<Arn><b>x</b></Arn>"), "<Arn>" },
    { RESULT (ACCOUNT ACCOUNT USER_ID ARN), "twice" },
    { "<!DOCTYPE GetCallerIdentityResponse [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>" RESULT (
          ACCOUNT USER_ID "<Arn>&e;</Arn>"),
      "document type" },
    { "<!DOCTYPE GetCallerIdentityResponse>" RESULT (ACCOUNT USER_ID ARN), "document type" },
    { RESULT (ACCOUNT USER_ID "<Arn>&unknown;</Arn>"), "not valid XML" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(DossierCallerIdentity) identity = parse (cases[i].text, strlen (cases[i].text), &error);

      g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_RESPONSE);
      g_assert_null (identity);
      g_assert_nonnull (strstr (error->message, cases[i].named));
    }
}

/* libxml2 would take the first NUL for the end, and not see what follows. */
static void
test_nul (void)
{
  static const char after[] = RESULT (ARN USER_ID ACCOUNT) "\0<more/>";
  static const char inside[] = RESULT (ARN USER_ID "<Account>1111\0</Account>");
  g_autoptr(GError) after_error = NULL;
  g_autoptr(GError) inside_error = NULL;

  g_assert_null (parse (after, sizeof after - 1, &after_error));
  g_assert_error (after_error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_RESPONSE);
  g_assert_null (parse (inside, sizeof inside - 1, &inside_error));
  g_assert_error (inside_error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_RESPONSE);
}

static void
test_too_deep (void)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < 100000; i++)
    g_string_append (text, "<a>");
  for (guint i = 0; i < 100000; i++)
    g_string_append (text, "</a>");
  g_assert_null (parse (text->str, text->len, &error));
  g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_RESPONSE);
  g_assert_nonnull (strstr (error->message, "not valid XML"));
}

static void
test_cut_anywhere (void)
{
  const char *text = RESULT (ARN USER_ID ACCOUNT);

  for (gsize length = 0; length < strlen (text); length++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(DossierCallerIdentity) identity = parse (text, length, &error);

      g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_RESPONSE);
      g_assert_null (identity);
    }
}

static void
test_too_large (void)
{
  gsize length = 16 * 1024 * 1024 + 1;
  g_autofree char *text = g_strnfill (length, ' ');
  g_autoptr(GError) error = NULL;
  g_autoptr(DossierCallerIdentity) identity = parse (text, length, &error);

  g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_TOO_LARGE);
  g_assert_null (identity);
}

int
main (int    argc,
      char **argv)
{
  dossier_test_init (&argc, &argv);
  g_test_add_func ("/caller-identity/all-members", test_all_members);
  g_test_add_func ("/caller-identity/refuses", test_refuses);
  g_test_add_func ("/caller-identity/cut-anywhere", test_cut_anywhere);
  g_test_add_func ("/caller-identity/nul", test_nul);
  g_test_add_func ("/caller-identity/too-deep", test_too_deep);
  g_test_add_func ("/caller-identity/too-large", test_too_large);
  return g_test_run ();
}
