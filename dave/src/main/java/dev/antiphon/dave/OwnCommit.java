package dev.antiphon.dave;

import dev.antiphon.dave.internal.mls.codec.Bytes;

/**
 * A commit that we have sent, and the epoch that it leads into if the gateway chooses it.
 *
 * @param message the commit as op 29 brings it back
 * @param payload the body of op 28: the commit, and behind it the welcome
 * @param next the epoch
 */
record OwnCommit(Bytes message, Bytes payload, Group next) {}
