/**
 * What of users' jars this Nimbus holds: copies on the standbys, what is missing, what nobody needs any more; and whether
 * it may stand for election with it. Allowed neighbours: {@code dev.vendaval.protocol}.
 */
@NullMarked
package dev.vendaval.nimbus.artifact;

import org.jspecify.annotations.NullMarked;
