package dev.antiphon.internal.connection;

import dev.antiphon.flow.VoiceState;
import dev.antiphon.internal.flow.FlowMemory;

/** State and memory of one moment, published after every step and before its effects. */
public record Snapshot(VoiceState state, FlowMemory memory) {}
