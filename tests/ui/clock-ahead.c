// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

/* To be loaded before the C library: whoever asks for the time of day hears one that
 * is CLOCK_AHEAD seconds later, so that a test need not wait for something to be old. */

#include <dlfcn.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>

static time_t
get_lead (void)
{
  const char *ahead = getenv ("CLOCK_AHEAD");

  return ahead != NULL ? atoi (ahead) : 0;
}

int
clock_gettime (clockid_t        id,
               struct timespec *now)
{
  int (*real) (clockid_t, struct timespec *) =
      (int (*) (clockid_t, struct timespec *)) dlsym (RTLD_NEXT, "clock_gettime");
  int result = real (id, now);

  if (result == 0 && id == CLOCK_REALTIME)
    now->tv_sec += get_lead ();
  return result;
}

int
gettimeofday (struct timeval *restrict now,
              void *restrict           zone)
{
  int (*real) (struct timeval *, void *) =
      (int (*) (struct timeval *, void *)) dlsym (RTLD_NEXT, "gettimeofday");
  int result = real (now, zone);

  if (result == 0)
    now->tv_sec += get_lead ();
  return result;
}
