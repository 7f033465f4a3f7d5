package dev.antiphon.diagram.spring;

import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.statemachine.StateMachine;
import org.springframework.statemachine.action.Action;
import org.springframework.statemachine.config.StateMachineBuilder;
import org.springframework.statemachine.guard.Guard;

/**
 * A machine like Spring's sample for regions: three tasks are forked and joined, and their results
 * are checked.
 */
enum Tasks {
  READY,
  FORK,
  TASKS,
  T1,
  T1E,
  T2,
  T2E,
  T3,
  T3E,
  JOIN,
  CHOICE,
  ERROR,
  AUTOMATIC,
  MANUAL;

  static StateMachine<Tasks, String> machine() throws Exception {
    Guard<Tasks, String> anyFailed = context -> false;
    Action<Tasks, String> automatic = context -> {};
    Action<Tasks, String> fix = context -> {};
    StaticListableBeanFactory beans = new StaticListableBeanFactory();
    beans.addBean("anyTaskFailed", anyFailed);
    beans.addBean("automaticAction", automatic);
    beans.addBean("fixAction", fix);

    StateMachineBuilder.Builder<Tasks, String> builder = StateMachineBuilder.builder();
    builder.configureConfiguration().withConfiguration().machineId("tasks").beanFactory(beans);
    builder
        .configureStates()
        .withStates()
        .initial(READY)
        .fork(FORK)
        .state(TASKS)
        .join(JOIN)
        .choice(CHOICE)
        .state(ERROR)
        .and()
        .withStates()
        .parent(TASKS)
        .initial(T1)
        .end(T1E)
        .and()
        .withStates()
        .parent(TASKS)
        .initial(T2)
        .end(T2E)
        .and()
        .withStates()
        .parent(TASKS)
        .initial(T3)
        .end(T3E)
        .and()
        .withStates()
        .parent(ERROR)
        .initial(AUTOMATIC)
        .state(AUTOMATIC, automatic, null)
        .state(MANUAL);
    builder
        .configureTransitions()
        .withExternal()
        .source(READY)
        .target(FORK)
        .event("RUN")
        .and()
        .withFork()
        .source(FORK)
        .target(TASKS)
        .and()
        .withExternal()
        .source(T1)
        .target(T1E)
        .and()
        .withExternal()
        .source(T2)
        .target(T2E)
        .and()
        .withExternal()
        .source(T3)
        .target(T3E)
        .and()
        .withJoin()
        .source(TASKS)
        .target(JOIN)
        .and()
        .withExternal()
        .source(JOIN)
        .target(CHOICE)
        .and()
        .withChoice()
        .source(CHOICE)
        .first(ERROR, anyFailed)
        .last(READY)
        .and()
        .withExternal()
        .source(ERROR)
        .target(READY)
        .event("CONTINUE")
        .and()
        .withExternal()
        .source(AUTOMATIC)
        .target(MANUAL)
        .event("FALLBACK")
        .and()
        .withInternal()
        .source(MANUAL)
        .event("FIX")
        .action(fix);
    return builder.build();
  }
}
