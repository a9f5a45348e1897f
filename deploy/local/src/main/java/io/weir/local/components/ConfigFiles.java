package io.weir.local.components;

import io.weir.local.CommandFailure;
import io.weir.local.hub.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the platforms' configuration files, readable by their owner alone. */
public final class ConfigFiles {
  private ConfigFiles() {}

  static Path write(Path file, String text) {
    try {
      PrivateFiles.writeBytes(file, text.getBytes(StandardCharsets.UTF_8));
      return file;
    } catch (IOException e) {
      throw new CommandFailure("cannot write " + file + " (" + PrivateFiles.reason(e) + ")", e);
    }
  }

  static Path directory(Path directory) {
    try {
      return Files.createDirectories(directory);
    } catch (IOException e) {
      throw new CommandFailure("cannot make " + directory + " (" + PrivateFiles.reason(e) + ")", e);
    }
  }

  /** A logback configuration that writes to one file, at most four times 10 MB. */
  static String logback(Path logFile, String level) {
    return """
        <configuration>
          <appender name="FILE" class="ch.qos.logback.core.rolling.RollingFileAppender">
            <file>%1$s</file>
            <rollingPolicy class="ch.qos.logback.core.rolling.FixedWindowRollingPolicy">
              <fileNamePattern>%1$s.%%i</fileNamePattern>
              <minIndex>1</minIndex>
              <maxIndex>3</maxIndex>
            </rollingPolicy>
            <triggeringPolicy class="ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy">
              <maxFileSize>10MB</maxFileSize>
            </triggeringPolicy>
            <encoder>
              <pattern>%%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX, UTC} %%-5level [%%thread] %%logger{30} - %%msg%%n</pattern>
            </encoder>
          </appender>
          <!-- Hundreds of lines for each Kafka client. -->
          <logger name="org.apache.kafka.common.config.AbstractConfig" level="WARN"/>
          <root level="%2$s">
            <appender-ref ref="FILE"/>
          </root>
        </configuration>
        """
        .formatted(xml(logFile.toString()), level);
  }

  /** Text as it stands inside an XML element. */
  public static String xml(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  /** Text as a YAML scalar in double quotes. */
  static String yaml(Object value) {
    return "\"" + value.toString().replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
