package io.weir.device.twin;

/**
 * The limits in force (TWIN-07, TWIN-08). They travel inside the command, so that a replay decides
 * by the same ones.
 *
 * @param tagsSize in the units of TWIN-07
 * @param desiredSize likewise
 * @param reportedSize likewise
 * @param maxDepth of objects and arrays below a section, which is at 0 itself
 * @param arrays whether arrays are allowed
 */
public record TwinLimits(
    int tagsSize, int desiredSize, int reportedSize, int maxDepth, boolean arrays) {

  public static final TwinLimits CURRENT = new TwinLimits(8_192, 32_768, 32_768, 10, true);

  public static final TwinLimits OF_2017 = new TwinLimits(8_192, 8_192, 8_192, 5, false);
}
