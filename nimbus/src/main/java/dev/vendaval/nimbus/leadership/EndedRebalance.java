package dev.vendaval.nimbus.leadership;

import dev.vendaval.protocol.report.RebalanceReport;

/** The newest rebalance of a topology that is over, for whoever still asks about it. */
record EndedRebalance(String requestId, RebalanceReport report) {}
