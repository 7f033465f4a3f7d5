/**
 * Settings and snapshots of the voice server. {@link dev.antiphon.testkit.server.ServerBehaviour}
 * drops or delays messages, and {@link dev.antiphon.testkit.server.DaveMode} sets the end-to-end
 * encryption of calls. The other types are snapshots of sessions and groups.
 */
@NullMarked
package dev.antiphon.testkit.server;

import org.jspecify.annotations.NullMarked;
