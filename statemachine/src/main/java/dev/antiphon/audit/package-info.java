/**
 * The audit: records of every step of a connection, the files for them, and the tools to verify and
 * replay these files.
 *
 * <p>A record contains numbers, codes, names and sentences. It never contains a token, a session id
 * or a key.
 */
@NullMarked
package dev.antiphon.audit;

import org.jspecify.annotations.NullMarked;
