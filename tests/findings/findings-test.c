// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

/* What the tests of reading findings share. */

#include "config.h"

#include "findings-test.h"

#define DENIED "{\"message\":\"User is not authorized to perform this action\"}"

static void
refuse (SoupServerMessage *message,
        guint              status)
{
  soup_message_headers_append (soup_server_message_get_response_headers (message), "x-amzn-ErrorType",
                               status == 403   ? "AccessDeniedException"
                               : status == 429 ? "ThrottlingException"
                                               : "ValidationException");
  dossier_test_answer (message, status, "application/json", DENIED);
}

static const char *
pick (const char *const *answers,
      guint              number)
{
  guint last = g_strv_length ((char **) answers) - 1;

  return answers[MIN (number - 1, last)];
}

void
test_inspector_answer (SoupServerMessage *message,
                       guint,
                       gpointer data)
{
  TestInspector *script = data;
  gboolean is_list = g_str_equal (g_uri_get_path (soup_server_message_get_uri (message)), "/findings/list");
  guint number = (guint) g_atomic_int_add (is_list ? &script->n_pages : &script->n_counts, 1) + 1;

  if (is_list && script->status_at == number)
    {
      /* The same page is asked for again. */
      g_atomic_int_add (&script->n_pages, script->status == 429 ? -1 : 0);
      script->status_at = 0;
      refuse (message, script->status);
    }
  else if (is_list && script->make_page != NULL)
    {
      g_autofree char *page = script->make_page (number);

      dossier_test_answer (message, 200, "application/json", page);
    }
  else if (is_list)
    dossier_test_answer (message, 200, "application/json", pick (script->pages, number));
  else if (script->counts != NULL)
    dossier_test_answer (message, 200, "application/json", pick (script->counts, number));
  else
    refuse (message, 403);
}
