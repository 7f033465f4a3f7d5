/**
 * The words of the connection flow that users meet in states, options, transitions and failures.
 *
 * <p>The {@link dev.antiphon.flow.VoiceState states} and the {@link dev.antiphon.flow.Reason
 * reasons} for them, the {@link dev.antiphon.flow.EventKind kinds of events}, what {@link
 * dev.antiphon.flow.Trigger triggered} a transition, the {@link dev.antiphon.flow.FlowTimer timers}
 * and the {@link dev.antiphon.flow.RetryLimits budgets}. Public and stable: values only, which
 * decide nothing. What the flow decides is documented as a table; the code of it is internal.
 */
@NullMarked
package dev.antiphon.flow;

import org.jspecify.annotations.NullMarked;
