/**
 * Browser client of Flow Shield's public endpoints.
 */

/**
 * An answer that is not a state: the link is too old, or the server is in trouble.
 *
 * @param {number} status HTTP status, 0 when nothing came back
 * @param {string} message
 * @returns {Error & {status: number, temporary: boolean}} temporary: whether asking again may help
 */
function refusal(status, message) {
  return Object.assign(new Error(message), {
    status: status,
    temporary: status === 0 || status === 429 || status >= 500
  });
}

/**
 * State of a registration.
 *
 * @param {string} url its signed address, from the waiting page
 * @returns {Promise<{phase: string, final: boolean, reason: string, message: string, reasonMessage?: string}>}
 *     rejected with an Error that has status and temporary
 */
export function registrationStatus(url) {
  return fetch(url, { headers: { Accept: "application/json" }, credentials: "omit", cache: "no-store" })
    .then((response) => {
      if (!response.ok) {
        throw refusal(response.status, "HTTP " + response.status);
      }
      return response.json();
    })
    .catch((failure) => {
      // No connection, or something in between that answered with a page of its own.
      throw "status" in failure ? failure : refusal(0, String(failure));
    });
}

/**
 * Follows a registration until it is final: often at first, then every ten seconds, slower while the
 * server is in trouble.
 *
 * @param {string} url its signed address
 * @param {{onState: function(object): void, onTrouble?: function(Error): void}} listener
 * @param {{firstMillis?: number, maxMillis?: number}} [pace]
 * @returns {function(): void} stops following
 */
export function followRegistration(url, listener, pace) {
  const first = (pace && pace.firstMillis) || 2000;
  const max = (pace && pace.maxMillis) || 10000;
  let stopped = false;
  let timer = 0;
  let wait = first;

  function ask() {
    registrationStatus(url).then(
      (state) => {
        if (stopped) {
          return;
        }
        listener.onState(state);
        if (!state.final) {
          wait = Math.min(max, wait * 1.25);
          timer = setTimeout(ask, wait);
        }
      },
      (trouble) => {
        if (stopped) {
          return;
        }
        if (listener.onTrouble) {
          listener.onTrouble(trouble);
        }
        if (trouble.temporary) {
          wait = Math.min(6 * max, wait * 2);
          timer = setTimeout(ask, wait);
        }
      }
    );
  }

  timer = setTimeout(ask, wait);
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}
