//! Sharing a reservoir out among its clients.

use cupola_base::Timestamp;

use super::Held;

impl Held {
    /// Forgets the clients that reported no requests since `oldest`.
    pub(super) fn forget_silent(&mut self, oldest: Timestamp) {
        self.clients.retain(|_, heard| *heard >= oldest);
    }

    /// Remembers that a client reported requests. Answers whether the client is new, and how many others had to
    /// be forgotten for want of room.
    pub(super) fn hear(&mut self, now: Timestamp, client: &str, most: usize) -> (bool, usize) {
        let new = self.clients.insert(client.to_owned(), now).is_none();
        let mut forgotten = 0;
        while self.clients.len() > most.max(1)
            && let Some(silent) = self.longest_silent(client)
        {
            self.clients.remove(&silent);
            forgotten += 1;
        }
        (new, forgotten)
    }

    /// A client's part of the reservoir: evenly shared, and what is left over goes to the first by id. Who has
    /// no requests has no part.
    pub(super) fn quota(&self, client: &str) -> u32 {
        let Some(place) = self.clients.keys().position(|known| known == client) else { return 0 };
        share(self.record.rule.reservoir_size, self.clients.len(), place)
    }

    fn longest_silent(&self, but: &str) -> Option<String> {
        let others = self.clients.iter().filter(|(client, _)| *client != but);
        others.min_by_key(|(_, heard)| **heard).map(|(client, _)| client.clone())
    }
}

fn share(reservoir: u32, clients: usize, place: usize) -> u32 {
    let clients = u32::try_from(clients.max(1)).unwrap_or(u32::MAX);
    let first = u32::try_from(place).is_ok_and(|place| place < reservoir % clients);
    reservoir / clients + u32::from(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_reservoir_is_shared_and_nobody_is_better_off_by_two() {
        for (reservoir, quotas) in [(5, vec![3, 2]), (5, vec![2, 2, 1]), (1, vec![1, 0, 0]), (0, vec![0]), (7, vec![7])]
        {
            let shares: Vec<u32> = (0..quotas.len()).map(|place| share(reservoir, quotas.len(), place)).collect();
            assert_eq!(shares, quotas, "{reservoir}");
            assert_eq!(shares.iter().sum::<u32>(), reservoir);
        }
    }
}
