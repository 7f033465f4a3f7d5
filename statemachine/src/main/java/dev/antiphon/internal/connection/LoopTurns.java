package dev.antiphon.internal.connection;

import io.netty.channel.EventLoop;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The turns of an event loop. In each turn the loop serves its sockets, its due timers and its
 * tasks.
 *
 * @param current runs a task in the current turn or as soon as possible
 * @param next runs a task in the next turn, after the timers that are due
 * @param inside whether the calling thread is the loop
 */
record LoopTurns(Executor current, Executor next, BooleanSupplier inside) {
  static LoopTurns of(EventLoop loop) {
    // A task of execute runs before all timers, so that repeated tasks could hold up the 20 ms
    // clock. A timer without a delay waits for its place among the timers.
    return new LoopTurns(
        loop, task -> loop.schedule(task, 0, TimeUnit.NANOSECONDS), loop::inEventLoop);
  }
}
