package dev.antiphon.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.AbstractLogger;

class AuditLogTest {
  private final Lines lines = new Lines();

  @Test
  void everyEntryIsLoggedAsOneLineOfJson() throws Exception {
    AuditLog log = new AuditLog(lines, Level.INFO);
    AuditEntry.Step step = new Steps("a", 1).next(1).get(0);
    log.write(step);
    log.write(new AuditEntry.Gap(Steps.BEGIN, 7));
    assertThat(lines.messages).hasSize(2);
    assertThat(lines.messages.get(0)).isEqualTo(step.transition().toJson());
    assertThat(new ObjectMapper().readTree(lines.messages.get(1)).get("lost").asInt()).isEqualTo(7);
  }

  @Test
  void nothingIsLoggedWhenTheLogLevelIsDisabled() {
    AuditLog log = new AuditLog(lines, Level.DEBUG);
    log.write(new AuditEntry.Gap(Steps.BEGIN, 7));
    assertThat(lines.messages).isEmpty();
  }

  /** A logger that is enabled for INFO and above. */
  private static final class Lines extends AbstractLogger {
    private static final long serialVersionUID = 1;
    private final transient List<String> messages = new ArrayList<>();

    @Override
    protected String getFullyQualifiedCallerName() {
      return Lines.class.getName();
    }

    @Override
    protected void handleNormalizedLoggingCall(
        Level level, Marker marker, String message, Object[] arguments, Throwable thrown) {
      messages.add(message);
    }

    @Override
    public boolean isTraceEnabled() {
      return false;
    }

    @Override
    public boolean isTraceEnabled(Marker marker) {
      return false;
    }

    @Override
    public boolean isDebugEnabled() {
      return false;
    }

    @Override
    public boolean isDebugEnabled(Marker marker) {
      return false;
    }

    @Override
    public boolean isInfoEnabled() {
      return true;
    }

    @Override
    public boolean isInfoEnabled(Marker marker) {
      return true;
    }

    @Override
    public boolean isWarnEnabled() {
      return true;
    }

    @Override
    public boolean isWarnEnabled(Marker marker) {
      return true;
    }

    @Override
    public boolean isErrorEnabled() {
      return true;
    }

    @Override
    public boolean isErrorEnabled(Marker marker) {
      return true;
    }
  }
}
