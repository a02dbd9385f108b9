// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* When a failed request is sent again, and after what pause: the "standard"
 * mode of the AWS SDKs and Tools Reference Guide. Values in, values out.
 */

#define DOSSIER_RETRY_MAX_ATTEMPTS 3u
#define DOSSIER_RETRY_MAX_TOKENS   500u
#define DOSSIER_RETRY_NO_HINT      G_GINT64_CONSTANT (-1)

/**
 * DossierRetryClass:
 * @DOSSIER_RETRY_FINAL: the same request would fail again
 * @DOSSIER_RETRY_UNHEARD: the service did not act: it was not reached, or said that it was not able to
 * @DOSSIER_RETRY_THROTTLED: the service did not act, and asks for fewer requests
 * @DOSSIER_RETRY_AMBIGUOUS: nobody knows whether the service acted
 * @DOSSIER_RETRY_TIMED_OUT: likewise, and no answer came in time
 */
typedef enum
{
  DOSSIER_RETRY_FINAL,
  DOSSIER_RETRY_UNHEARD,
  DOSSIER_RETRY_THROTTLED,
  DOSSIER_RETRY_AMBIGUOUS,
  DOSSIER_RETRY_TIMED_OUT,
} DossierRetryClass;

/**
 * DossierRetryCase:
 * @failure: what went wrong
 * @attempt: the number of the attempt that failed; the first is 1
 * @max_attempts: how many there may be in all
 * @idempotent: whether acting twice is as good as acting once
 * @hint_ms: milliseconds for which the service asks, or %DOSSIER_RETRY_NO_HINT
 * @jitter: a random number of [0, 1)
 */
typedef struct
{
  DossierRetryClass failure;
  guint attempt;
  guint max_attempts;
  gboolean idempotent;
  gint64 hint_ms;
  double jitter;
} DossierRetryCase;

DossierRetryClass dossier_retry_classify (const GError           *error,
                                          gboolean                sent);
gint64            dossier_retry_get_hint (SoupMessageHeaders     *headers,
                                          gint64                  now);
gboolean          dossier_retry_decide   (const DossierRetryCase *failed,
                                          guint                  *tokens,
                                          guint                  *cost,
                                          guint                  *delay_ms);
void              dossier_retry_succeed  (guint                  *tokens,
                                          guint                   cost);

G_END_DECLS
