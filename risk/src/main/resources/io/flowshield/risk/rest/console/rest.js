/*
 * Asks the administrators' REST interface.
 */
import { SignInFailure } from "./session.js";

/**
 * @param {{token: function(): Promise<string>, doubt: function(): void}} session
 * @param {string} base address of the realm's administration, without a slash at the end
 * @returns {function(string, string, object=): Promise<{kind: string, body: *}>} kind is ok, signedOut, forbidden, absent, invalid, stale,
 *     busy or unreachable; never rejected
 */
export function createRest(session, base) {
  async function answer(method, path, body) {
    const response = await fetch(base + path, {
      method: method,
      headers: {
        Accept: "application/json",
        Authorization: "Bearer " + (await session.token()),
        ...(body === undefined ? {} : { "Content-Type": "application/json" })
      },
      body: body === undefined ? undefined : JSON.stringify(body),
      credentials: "omit",
      cache: "no-store",
      redirect: "error"
    });
    return { status: response.status, body: await response.json().catch(() => null) };
  }

  function kind(status) {
    const known = { 400: "invalid", 401: "signedOut", 403: "forbidden", 404: "absent", 409: "stale", 429: "busy" };
    return status >= 200 && status < 300 ? "ok" : known[status] || "unreachable";
  }

  return async function ask(method, path, body) {
    try {
      let got = await answer(method, path, body);
      if (got.status === 401) {
        session.doubt();
        got = await answer(method, path, body);
      }
      return { kind: kind(got.status), body: got.body };
    } catch (failure) {
      const ended = failure instanceof SignInFailure && failure.code !== "unreachable";
      return { kind: ended ? "signedOut" : "unreachable", body: null };
    }
  };
}
