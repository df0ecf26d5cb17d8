package dev.vendaval.client;

import dev.vendaval.protocol.config.HostPort;
import dev.vendaval.protocol.service.SupervisorService;

/** Reaches supervisors; over the network in production. */
@FunctionalInterface
public interface SupervisorConnector {
    /** The service of the supervisor at this address; connects at its first use. */
    SupervisorService supervisor(HostPort address);
}
