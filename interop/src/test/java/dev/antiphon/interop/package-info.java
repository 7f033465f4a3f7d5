/**
 * Calls together with other implementations of Discord's voice protocol and its end-to-end
 * encryption, which run in Node.js beside the test.
 */
package dev.antiphon.interop;
