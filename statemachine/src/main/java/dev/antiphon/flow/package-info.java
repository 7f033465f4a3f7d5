/**
 * The words of the connection flow that users meet in states, options, transitions and failures:
 * the {@link dev.antiphon.flow.VoiceState states} and the {@link dev.antiphon.flow.Reason reasons}
 * for them, the {@link dev.antiphon.flow.EventKind kinds of events}, the {@link
 * dev.antiphon.flow.FlowTimer timers} and the {@link dev.antiphon.flow.RetryLimits budgets}.
 *
 * <p>Public and stable: values only, which decide nothing. What the flow decides is documented as a
 * table; the code of it is internal.
 */
package dev.antiphon.flow;
