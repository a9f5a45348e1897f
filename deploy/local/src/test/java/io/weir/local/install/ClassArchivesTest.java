package io.weir.local.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassArchivesTest {
  private static final String WRITE = "-XX:ArchiveClassesAtExit=";
  private static final String USE = "-XX:SharedArchiveFile=";

  @TempDir private Path directory;
  private ClassArchives archives;
  private List<Path> classPath;

  @BeforeEach
  void create() throws IOException {
    archives = new ClassArchives(directory.resolve("cds"));
    classPath = List.of(Files.writeString(directory.resolve("a.jar"), "a"));
  }

  @Test
  @DisplayName("the first run writes a draft; once it has ended in good order the next one uses it")
  void writtenThenUsed() throws IOException {
    Path draft = target(WRITE, archives.options("kafka", classPath));
    assertThat(archives.existing("kafka", classPath)).isEmpty();
    Files.writeString(draft, "classes");

    archives.keep("kafka");

    Path archive = target(USE, archives.options("kafka", classPath));
    assertThat(archive).hasContent("classes");
    assertThat(archives.existing("kafka", classPath)).contains(USE + archive);
    assertThat(draft).doesNotExist();
  }

  @Test
  @DisplayName("a draft that nobody kept is no archive, and another component's is not touched")
  void notKept() throws IOException {
    Files.writeString(target(WRITE, archives.options("kafka", classPath)), "half");

    archives.keep("edge");

    assertThat(archives.options("kafka", classPath).get(0)).startsWith(WRITE);
  }

  @Test
  @DisplayName("another jar, or the same one changed, needs another archive")
  void staleness() throws IOException {
    Files.writeString(target(WRITE, archives.options("kafka", classPath)), "classes");
    archives.keep("kafka");

    Path other = Files.writeString(directory.resolve("b.jar"), "a");
    assertThat(archives.existing("kafka", List.of(other))).isEmpty();
    Files.writeString(classPath.get(0), "changed");
    assertThat(archives.existing("kafka", classPath)).isEmpty();
  }

  @Test
  @DisplayName("no more than a few archives of a component are kept, and no dead writer's draft")
  void pruned() throws IOException {
    for (int i = 0; i < 6; i++) {
      Files.writeString(classPath.get(0), "a".repeat(i));
      Files.writeString(target(WRITE, archives.options("kafka", classPath)), "classes");
      archives.keep("kafka");
    }
    Path last = target(USE, archives.options("kafka", classPath));
    Path dead = Files.writeString(ClassArchives.draft(last, 99_999_999), "half");

    archives.keep("kafka");

    assertThat(dead).doesNotExist();
    try (Stream<Path> left = Files.list(directory.resolve("cds"))) {
      assertThat(left.toList()).hasSize(3).contains(last);
    }
  }

  @Test
  @DisplayName("a directory that cannot be made, a jar that is gone: no options, no failure")
  void neverFatal() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "");
    assertThat(new ClassArchives(file.resolve("cds")).options("kafka", classPath)).isEmpty();
    assertThat(archives.options("kafka", List.of(directory.resolve("gone.jar")))).isEmpty();
    new ClassArchives(file.resolve("cds")).keep("kafka");
  }

  private static Path target(String option, List<String> options) {
    assertThat(options.get(0)).startsWith(option);
    return Path.of(options.get(0).substring(option.length()));
  }
}
