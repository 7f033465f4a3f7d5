package dev.antiphon.dave;

import dev.antiphon.dave.internal.mls.codec.Bytes;

/**
 * A commit that we have sent, and the epoch after it. We enter the epoch if the gateway chooses the
 * commit.
 *
 * @param message the commit as op 29 contains it
 * @param payload the body of op 28: the commit, followed by the welcome
 * @param next the group in the epoch after the commit
 */
record OwnCommit(Bytes message, Bytes payload, Group next) {}
