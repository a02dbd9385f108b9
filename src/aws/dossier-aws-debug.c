// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-aws-debug-private.h"

/* Neither Authorization nor X-Amz-Security-Token, and no header that somebody
 * adds one day.
 */
static const char *const request_headers[] = {
  "Content-Type", "Content-Length", "Range", "If-Match", "X-Amz-Date", "X-Amz-Target", NULL,
};
static const char *const response_headers[] = {
  "Date",        "Content-Type",     "Content-Length",   "Retry-After",         "x-amz-retry-after",
  "x-amz-id-2",  "x-amzn-RequestId", "x-amz-request-id", "x-amz-bucket-region", "x-amzn-ErrorType",
  NULL,
};

/**
 * dossier_aws_debug_enabled:
 *
 * Returns: whether the environment asks for the log
 */
gboolean
dossier_aws_debug_enabled (void)
{
  static const GDebugKey keys[] = { { "aws", 1 } };

  return g_parse_debug_string (g_getenv ("DOSSIER_DEBUG"), keys, G_N_ELEMENTS (keys)) != 0;
}

static void
append_headers (GString            *line,
                SoupMessageHeaders *headers,
                const char *const  *names)
{
  for (gsize i = 0; names[i] != NULL; i++)
    {
      const char *value = soup_message_headers_get_one (headers, names[i]);

      if (value != NULL)
        g_string_append_printf (line, "; %s: %s", names[i], value);
    }
}

static void
print (const DossierAwsRequest *request,
       const char              *text)
{
  g_autofree char *shown = g_strescape (text, "\"");

  g_printerr ("dossier-aws: %s %s: %s\n", dossier_aws_request_get_service (request),
              dossier_aws_request_get_operation (request), shown);
}

/**
 * dossier_aws_debug_request:
 * @request: a request
 * @message: what is about to be sent for it
 * @attempt: which attempt, from 1
 */
void
dossier_aws_debug_request (const DossierAwsRequest *request,
                           SoupMessage             *message,
                           guint                    attempt)
{
  g_autofree char *url = NULL;
  g_autoptr(GString) line = NULL;

  if (!dossier_aws_debug_enabled ())
    return;

  url = g_uri_to_string_partial (soup_message_get_uri (message), G_URI_HIDE_USERINFO);
  line = g_string_new (NULL);
  g_string_printf (line, "attempt %u, %s %s", attempt, soup_message_get_method (message), url);
  append_headers (line, soup_message_get_request_headers (message), request_headers);
  print (request, line->str);
}

/**
 * dossier_aws_debug_response:
 * @request: a request
 * @message: what was answered
 * @took: microseconds from sending to the head of the answer
 */
void
dossier_aws_debug_response (const DossierAwsRequest *request,
                            SoupMessage             *message,
                            gint64                   took)
{
  g_autoptr(GString) line = NULL;

  if (!dossier_aws_debug_enabled ())
    return;

  line = g_string_new (NULL);
  g_string_printf (line, "HTTP %u after %" G_GINT64_FORMAT " ms", soup_message_get_status (message), took / 1000);
  append_headers (line, soup_message_get_response_headers (message), response_headers);
  print (request, line->str);
}

/**
 * dossier_aws_debug_note:
 * @request: a request
 * @format: what happens with it, which must hold no secret
 * @...: for @format
 */
void
dossier_aws_debug_note (const DossierAwsRequest *request,
                        const char              *format,
                        ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  if (!dossier_aws_debug_enabled ())
    return;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  print (request, text);
}
