package dev.antiphon.internal.flow;

import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.VoiceState;
import java.util.List;

/**
 * What one event leads to: the outcome of one step, as data.
 *
 * @param event what happened
 * @param kind the line of the table that it is
 * @param row the row taken
 * @param from the state before
 * @param to the state afterwards
 * @param memory the memory afterwards
 * @param effects what to execute, in order
 */
public record Decision(
    VoiceEvent event,
    EventKind kind,
    Row row,
    VoiceState from,
    VoiceState to,
    FlowMemory memory,
    List<Effect> effects) {}
