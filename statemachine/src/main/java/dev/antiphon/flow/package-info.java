/**
 * The types of the connection flow that users see in states, options, transitions and failures.
 *
 * <p>They are the {@link dev.antiphon.flow.VoiceState states} and their {@link
 * dev.antiphon.flow.Reason reasons}, the {@link dev.antiphon.flow.EventKind kinds of events}, the
 * {@link dev.antiphon.flow.Trigger triggers} of transitions, the {@link dev.antiphon.flow.FlowTimer
 * timers} and the {@link dev.antiphon.flow.RetryLimits retry limits}.
 *
 * <p>Public and stable. The types contain only values. The decisions of the connection flow are
 * documented in {@code docs/flow/table.md}; the code of the decisions is internal.
 */
@NullMarked
package dev.antiphon.flow;

import org.jspecify.annotations.NullMarked;
