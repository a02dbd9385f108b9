// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-arn.h"
#include "dossier-crypto.h"
#include "dossier-error.h"
#include "dossier-json.h"
#include "dossier-secret.h"
#include "dossier-test.h"
#include "dossier-time.h"

/* FIPS 180-4 examples. */
static void
test_sha256 (void)
{
  const char *text = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
  g_autoptr(DossierSha256) pieces = dossier_sha256_new ();
  g_autofree char *empty = dossier_sha256_hex (NULL, 0);
  g_autofree char *abc = dossier_sha256_hex ("abc", 3);
  g_autofree char *whole = NULL;
  g_autofree char *again = NULL;

  g_assert_cmpstr (empty, ==, DOSSIER_SHA256_EMPTY);
  g_assert_cmpstr (abc, ==, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");

  dossier_sha256_update (pieces, text, 10);
  dossier_sha256_update (pieces, text + 10, strlen (text) - 10);
  whole = dossier_sha256_finish (pieces);
  g_assert_cmpstr (whole, ==, "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");

  again = dossier_sha256_finish (pieces);
  g_assert_cmpstr (again, ==, DOSSIER_SHA256_EMPTY);
}

/* RFC 4231, test case 2. */
static void
test_hmac (void)
{
  const char *data = "what do ya want for nothing?";
  guint8 digest[DOSSIER_SHA256_SIZE];
  g_autofree char *hex = NULL;

  dossier_hmac_sha256 ("Jefe", 4, data, strlen (data), digest);
  hex = dossier_hex (digest, sizeof digest);
  g_assert_cmpstr (hex, ==, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

/* RFC 1321, appendix A.5: the digest of "abc", in base64. */
static void
test_md5 (void)
{
  g_autofree char *text = dossier_md5_base64 ("abc", 3);

  g_assert_cmpstr (text, ==, "kAFQmDzST7DWlj99KOF/cg==");
}

static void
test_random (void)
{
  g_autofree char *one = dossier_random_hex (16);
  g_autofree char *two = dossier_random_hex (16);

  g_assert_cmpuint (strlen (one), ==, 32);
  g_assert_cmpstr (one, !=, two);
}

static void
test_secret (void)
{
  g_autoptr(DossierSecret) secret = dossier_secret_new_take (g_strdup ("wJalr/EXAMPLE"));
  g_autoptr(DossierSecret) same = dossier_secret_ref (secret);

  g_assert_cmpstr (dossier_secret_peek (same), ==, "wJalr/EXAMPLE");
  g_assert_cmpuint (dossier_secret_length (same), ==, 13);
}

static void
test_wipe (void)
{
  char text[] = "secret";
  const char nothing[sizeof text] = { 0 };

  dossier_wipe (text, sizeof text);
  g_assert_cmpmem (text, sizeof text, nothing, sizeof nothing);
  dossier_wipe_free (NULL);
}

static void
test_arn (void)
{
  const char *bad[] = {
    "", "arn", "arn:aws:s3", "arn:aws:s3:::", "arn::s3:::bucket", "arn:aws::::bucket",
    "urn:aws:s3:::bucket",
  };
  g_autoptr(GError) error = NULL;
  g_autoptr(DossierArn) arn =
      dossier_arn_parse ("arn:aws:kms:eu-central-1:111122223333:key/a:b", &error);
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (arn->partition, ==, "aws");
  g_assert_cmpstr (arn->service, ==, "kms");
  g_assert_cmpstr (arn->region, ==, "eu-central-1");
  g_assert_cmpstr (arn->account, ==, "111122223333");
  g_assert_cmpstr (arn->resource, ==, "key/a:b");
  text = dossier_arn_to_text (arn);
  g_assert_cmpstr (text, ==, "arn:aws:kms:eu-central-1:111122223333:key/a:b");

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(GError) refusal = NULL;

      g_assert_null (dossier_arn_parse (bad[i], &refusal));
      g_assert_error (refusal, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT);
    }

  g_assert_true (dossier_account_id_is_valid ("012345678901"));
  g_assert_false (dossier_account_id_is_valid ("12345678901"));
  g_assert_false (dossier_account_id_is_valid ("12345678901a"));
  g_assert_false (dossier_account_id_is_valid (NULL));
}

/* RFC 9110, 5.6.7 gives the same instant in three forms. */
static void
test_time (void)
{
  const gint64 expected = G_GINT64_CONSTANT (784111777) * G_USEC_PER_SEC;
  const char *http[] = {
    "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
  };
  g_autofree char *iso = dossier_time_to_iso8601 (expected);
  g_autofree char *amz = dossier_time_to_amz_date (expected);
  g_autofree char *imf = dossier_time_to_http_date (expected);
  gint64 instant = 0;

  g_assert_cmpstr (iso, ==, "1994-11-06T08:49:37Z");
  g_assert_cmpstr (amz, ==, "19941106T084937Z");
  g_assert_cmpstr (imf, ==, http[0]);

  for (gsize i = 0; i < G_N_ELEMENTS (http); i++)
    {
      g_assert_true (dossier_time_from_http_date (http[i], &instant));
      g_assert_cmpint (instant, ==, expected);
    }
  g_assert_true (dossier_time_from_iso8601 ("1994-11-06T09:49:37+01:00", &instant));
  g_assert_cmpint (instant, ==, expected);
  g_assert_true (dossier_time_from_amz_date ("19941106T084937Z", &instant));
  g_assert_cmpint (instant, ==, expected);

  g_assert_false (dossier_time_from_http_date ("yesterday", &instant));
  g_assert_false (dossier_time_from_iso8601 ("1994-13-06T08:49:37Z", &instant));
  g_assert_false (dossier_time_from_amz_date ("1994-11-06T08:49", &instant));
  g_assert_false (dossier_time_from_amz_date ("19941106T084937+", &instant));
}

static void
test_json_types (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonObject) object = dossier_json_parse_object (
      "{\"s\":\"text\",\"n\":7,\"d\":0.5,\"b\":false,\"o\":{},\"a\":[],\"z\":null}", -1, &error);
  const char *text = NULL;
  gint64 whole = -1;
  double number = -1;
  gboolean truth = TRUE;
  gboolean present = FALSE;
  JsonObject *inner = NULL;
  JsonArray *array = NULL;

  g_assert_no_error (error);
  g_assert_true (dossier_json_get_string (object, "s", &text, &error));
  g_assert_cmpstr (text, ==, "text");
  g_assert_true (dossier_json_get_int64 (object, "n", &whole, &present, &error));
  g_assert_true (present);
  g_assert_cmpint (whole, ==, 7);
  g_assert_true (dossier_json_get_double (object, "n", &number, NULL, &error));
  g_assert_cmpfloat (number, ==, 7);
  g_assert_true (dossier_json_get_boolean (object, "b", &truth, &present, &error));
  g_assert_false (truth);
  g_assert_true (dossier_json_get_object (object, "o", &inner, &error));
  g_assert_nonnull (inner);
  g_assert_true (dossier_json_get_array (object, "a", &array, &error));
  g_assert_nonnull (array);

  /* Absent and null are alike, and neither is zero. */
  whole = -1;
  g_assert_true (dossier_json_get_int64 (object, "z", &whole, &present, &error));
  g_assert_false (present);
  g_assert_cmpint (whole, ==, -1);
  g_assert_true (dossier_json_get_string (object, "none", &text, &error));
  g_assert_null (text);
  g_assert_no_error (error);
}

static void
test_json_wrong_types (void)
{
  g_autoptr(JsonObject) object =
      dossier_json_parse_object ("{\"s\":\"7\",\"n\":7,\"d\":0.5}", -1, NULL);
  const char *text;
  gint64 whole;
  gboolean truth;
  JsonObject *inner;
  JsonArray *array;
  g_autoptr(GError) error = NULL;

#define REFUSED(call)                                                                              \
  g_assert_false (call);                                                                           \
  g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_RESPONSE);                           \
  g_clear_error (&error)

  REFUSED (dossier_json_get_string (object, "n", &text, &error));
  REFUSED (dossier_json_get_int64 (object, "s", &whole, NULL, &error));
  REFUSED (dossier_json_get_int64 (object, "d", &whole, NULL, &error));
  REFUSED (dossier_json_get_boolean (object, "n", &truth, NULL, &error));
  REFUSED (dossier_json_get_object (object, "s", &inner, &error));
  REFUSED (dossier_json_get_array (object, "s", &array, &error));
  REFUSED (dossier_json_need_string (object, "none", &error) != NULL);
#undef REFUSED
}

static void
test_json_malformed (void)
{
  const char *bad[] = { "", "  ", "{", "{\"a\":}", "[1,]", "{} {}", "nul", "\"\xff\"", "[]" };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (dossier_json_parse_object (bad[i], -1, &error));
      g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_RESPONSE);
    }
}

/* What json-glib would cut short without a word. */
static void
test_json_nul (void)
{
  static const struct
  {
    const char *text;
    gssize length;
  } bad[] = {
    { "{\"a\":\"admin\\u0000x\"}", -1 },
    { "{\"a\\u0000\":1}", -1 },
    { "[\"\\\\\\u0000\"]", -1 },
    { "{\"a\":\"b\0c\"}", 11 },
    { "{}\0garbage", 10 },
  };
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonObject) object = NULL;
  const char *value = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(GError) refusal = NULL;

      g_assert_null (dossier_json_parse (bad[i].text, bad[i].length, &refusal));
      g_assert_error (refusal, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_RESPONSE);
    }

  object = dossier_json_parse_object ("{\"a\":\"\\\\u0000 \\u00e9\"}", -1, &error);
  g_assert_no_error (error);
  g_assert_true (dossier_json_get_string (object, "a", &value, &error));
  g_assert_cmpstr (value, ==, "\\u0000 \303\251");
}

int
main (int    argc,
      char **argv)
{
  dossier_test_init (&argc, &argv);

  g_test_add_func ("/base/values/sha256", test_sha256);
  g_test_add_func ("/base/values/hmac", test_hmac);
  g_test_add_func ("/base/values/md5", test_md5);
  g_test_add_func ("/base/values/random", test_random);
  g_test_add_func ("/base/values/secret", test_secret);
  g_test_add_func ("/base/values/wipe", test_wipe);
  g_test_add_func ("/base/values/arn", test_arn);
  g_test_add_func ("/base/values/time", test_time);
  g_test_add_func ("/base/values/json-types", test_json_types);
  g_test_add_func ("/base/values/json-wrong-types", test_json_wrong_types);
  g_test_add_func ("/base/values/json-malformed", test_json_malformed);
  g_test_add_func ("/base/values/json-nul", test_json_nul);

  return g_test_run ();
}
