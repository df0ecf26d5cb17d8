/**
 * What clients and supervisors may ask of this Nimbus. Called on network threads. Allowed neighbours: {@code
 * dev.vendaval.nimbus.leadership} and the packages it shows, {@code dev.vendaval.protocol}.
 */
@NullMarked
package dev.vendaval.nimbus.service;

import org.jspecify.annotations.NullMarked;
