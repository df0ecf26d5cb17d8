package dev.vendaval.protocol.topology;

/** A subscription seen as an edge of the topology's graph: target subscribes to a stream of source. */
public record StreamEdge(String source, String stream, String target) {}
