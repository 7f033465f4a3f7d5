/**
 * Calls with other implementations of Discord's voice protocol and its end-to-end encryption. They
 * run in Node.js processes.
 */
package dev.antiphon.interop;
