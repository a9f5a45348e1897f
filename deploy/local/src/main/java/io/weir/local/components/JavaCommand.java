package io.weir.local.components;

import io.weir.local.install.Installation;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Builds a java command line, one readable line for each option. */
final class JavaCommand {
  private final List<String> options = new ArrayList<>();

  private Function<List<Path>, List<String>> classData = classPath -> List.of();

  JavaCommand() {
    options.add(Installation.java());
    // A local hub shares its machine; the collector without helper threads is the modest one.
    option("-XX:+UseSerialGC");
    option("-Xshare:auto");
    option("-XX:+ExitOnOutOfMemoryError");
    option("-Dfile.encoding=UTF-8");
    option("-Duser.timezone=UTC");
  }

  JavaCommand option(String option) {
    options.add(option);
    return this;
  }

  JavaCommand heap(int initialMegabytes, int maximalMegabytes) {
    return option("-Xms" + initialMegabytes + "m").option("-Xmx" + maximalMegabytes + "m");
  }

  JavaCommand property(String name, Object value) {
    return option("-D" + name + "=" + value);
  }

  JavaCommand opens(String... packages) {
    for (String each : packages) {
      option("--add-opens=" + each + "=ALL-UNNAMED");
    }
    return this;
  }

  JavaCommand exports(String... packages) {
    for (String each : packages) {
      option("--add-exports=" + each + "=ALL-UNNAMED");
    }
    return this;
  }

  /** The options by which this class path's classes are shared; see {@code ClassArchives}. */
  JavaCommand classData(Function<List<Path>, List<String>> options) {
    classData = options;
    return this;
  }

  List<String> main(List<Path> classPath, String mainClass, String... arguments) {
    List<String> command = new ArrayList<>(options);
    command.addAll(classData.apply(classPath));
    command.add("-cp");
    command.add(
        classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
    command.add(mainClass);
    command.addAll(List.of(arguments));
    return List.copyOf(command);
  }
}
