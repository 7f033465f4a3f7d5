package dev.antiphon.diagram.spring;

import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.statemachine.StateContext;
import org.springframework.statemachine.StateMachine;
import org.springframework.statemachine.action.Action;
import org.springframework.statemachine.config.StateMachineBuilder;
import org.springframework.statemachine.guard.Guard;
import org.springframework.statemachine.guard.SpelExpressionGuard;

/**
 * A machine with a choice, a junction, an entry point, an exit point, timers, and all kinds of
 * names.
 */
final class Orders {
  private Orders() {}

  /** A guard that is shown with the name of its class. */
  static final class Paid implements Guard<String, String> {
    @Override
    public boolean evaluate(StateContext<String, String> context) {
      return true;
    }
  }

  /** An action that is shown with the name of its constant. */
  enum OrderAction implements Action<String, String> {
    SHIP,
    APOLOGISE;

    @Override
    public void execute(StateContext<String, String> context) {}
  }

  static StateMachine<String, String> machine() throws Exception {
    StateMachineBuilder.Builder<String, String> builder = StateMachineBuilder.builder();
    builder.configureConfiguration().withConfiguration().machineId("orders");
    builder
        .configureStates()
        .withStates()
        .initial("open", OrderAction.SHIP)
        .choice("checked")
        .junction("sorted")
        .state("packing")
        .state("delivered")
        .end("cancelled")
        .and()
        .withStates()
        .parent("packing")
        .initial("boxing")
        .state("labelling", OrderAction.SHIP, OrderAction.APOLOGISE)
        .entry("express")
        .exit("damaged");
    builder
        .configureTransitions()
        .withExternal()
        .source("open")
        .target("checked")
        .event("submit")
        .and()
        .withChoice()
        .source("checked")
        .first("packing", new Paid())
        .then("express", spel("extendedState.variables.get('hurry')"))
        .last("sorted", OrderAction.APOLOGISE)
        .and()
        .withJunction()
        .source("sorted")
        .first("open", context -> true)
        .last("cancelled")
        .and()
        .withEntry()
        .source("express")
        .target("labelling")
        .and()
        .withExit()
        .source("damaged")
        .target("cancelled")
        .and()
        .withExternal()
        .source("boxing")
        .target("labelling")
        .timerOnce(5000)
        .and()
        .withExternal()
        .source("labelling")
        .target("damaged")
        .event("dropped")
        .and()
        .withLocal()
        .source("packing")
        .target("boxing")
        .event("again")
        .and()
        .withInternal()
        .source("packing")
        .timer(1500)
        .action(OrderAction.APOLOGISE)
        .and()
        .withExternal()
        .source("packing")
        .target("delivered")
        .event("sent")
        .guard(new Paid())
        .action(OrderAction.SHIP, OrderAction.APOLOGISE);
    return builder.build();
  }

  private static Guard<String, String> spel(String expression) {
    return new SpelExpressionGuard<>(new SpelExpressionParser().parseExpression(expression));
  }
}
