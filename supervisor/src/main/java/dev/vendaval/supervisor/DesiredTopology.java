package dev.vendaval.supervisor;

import dev.vendaval.protocol.config.TopologySettings;
import dev.vendaval.protocol.state.Assignment;
import dev.vendaval.protocol.state.TopologyStatus;
import dev.vendaval.protocol.topology.TopologyDefinition;

/** A topology that has a slot of this supervisor, as last read. */
record DesiredTopology(
        TopologyDefinition definition, TopologySettings settings, Assignment assignment, TopologyStatus status) {}
