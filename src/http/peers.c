/* The connections, chained. */
#include "http/peers.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/socket.h>

struct peers {
  pthread_mutex_t lock;
  struct peer *first;
  size_t count;
};

struct peers *peers_make(void) {
  struct peers *peers = calloc(1, sizeof *peers);
  assert(peers);
  pthread_mutex_init(&peers->lock, NULL);
  return peers;
}

void peers_free(struct peers *peers) {
  if (!peers) return;
  assert(!peers->first);
  pthread_mutex_destroy(&peers->lock);
  free(peers);
}

struct peer *peer_add(struct peers *peers, int socket, const struct address *address,
                      int64_t deadline_us) {
  struct peer *peer = calloc(1, sizeof *peer);
  assert(peer);
  peer->socket = socket;
  peer->address = *address;
  peer->address_text = address_write(address, peer->address_bytes);
  peer_set_deadline(peer, deadline_us);
  pthread_mutex_lock(&peers->lock);
  peer->next = peers->first;
  if (peer->next) peer->next->previous = peer;
  peers->first = peer;
  peers->count++;
  pthread_mutex_unlock(&peers->lock);
  return peer;
}

void peer_remove(struct peers *peers, struct peer *peer) {
  pthread_mutex_lock(&peers->lock);
  if (peer->previous)
    peer->previous->next = peer->next;
  else
    peers->first = peer->next;
  if (peer->next) peer->next->previous = peer->previous;
  peers->count--;
  pthread_mutex_unlock(&peers->lock);
  free(peer);
}

void peer_set_deadline(struct peer *peer, int64_t deadline_us) {
  atomic_store_explicit(&peer->deadline_us, deadline_us, memory_order_relaxed);
}

void peers_sweep(struct peers *peers, int64_t now_us) {
  pthread_mutex_lock(&peers->lock);
  for (struct peer *peer = peers->first; peer; peer = peer->next) {
    int64_t deadline_us = atomic_load_explicit(&peer->deadline_us, memory_order_relaxed);
    if (deadline_us != NO_DEADLINE && deadline_us < now_us) shutdown(peer->socket, SHUT_RDWR);
  }
  pthread_mutex_unlock(&peers->lock);
}

size_t peers_count(struct peers *peers) {
  pthread_mutex_lock(&peers->lock);
  size_t count = peers->count;
  pthread_mutex_unlock(&peers->lock);
  return count;
}
