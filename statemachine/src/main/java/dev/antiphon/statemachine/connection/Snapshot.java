package dev.antiphon.statemachine.connection;

import dev.antiphon.statemachine.flow.FlowMemory;
import dev.antiphon.statemachine.flow.VoiceState;

/** State and memory of one moment, published after every step and before its effects. */
public record Snapshot(VoiceState state, FlowMemory memory) {}
