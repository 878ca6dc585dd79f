/*
 * What Apus needs of OpenSSL's libcrypto, as opaque handles and plain functions: no macros, no rules.
 *
 * Functions that return int return 1 for success and 0 for failure. Handles other than apus_sha256 may be
 * used by several threads at once. The thread's OpenSSL error queue is empty after every call.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* A SHA-256 computation under way. For one thread at a time. */
typedef struct apus_sha256 apus_sha256;
/* A public key that verifies signatures. */
typedef struct apus_public_key apus_public_key;
/* A private key that signs. */
typedef struct apus_signing_key apus_signing_key;

/* How RSA signatures are verified: the same result, other costs. */
enum apus_rsa_interface {
	/* RSA_verify on the raw modulus and exponent; deprecated since OpenSSL 3.0. */
	APUS_RSA_DIRECT = 0,
	/* EVP_PKEY_verify on a key made by EVP_PKEY_fromdata. */
	APUS_RSA_EVP = 1,
};

/* Digests. They end the process if libcrypto has no memory or no such digest: neither depends on the data. */
void apus_sha256_digest(const void *data, size_t count, uint8_t digest[32]);
void apus_sha1_digest(const void *data, size_t count, uint8_t digest[20]);
apus_sha256 *apus_sha256_new(void);
apus_sha256 *apus_sha256_copy(const apus_sha256 *);
void apus_sha256_update(apus_sha256 *, const void *data, size_t count);
/* The digest of what was fed in; nothing may be added afterwards. */
void apus_sha256_final(apus_sha256 *, uint8_t digest[32]);
void apus_sha256_free(apus_sha256 *);

/* A key from its unsigned big-endian modulus and exponent; NULL on failure. Sizes are the caller's concern. */
apus_public_key *apus_public_key_rsa(const uint8_t *modulus, size_t modulus_count, const uint8_t *exponent,
                                     size_t exponent_count, enum apus_rsa_interface interface);
/* A key from an encoded point of the curve P-256; NULL when it is none. */
apus_public_key *apus_public_key_p256(const uint8_t *point, size_t count);
/* Whether this is a signature (RSASSA-PKCS1-v1_5, or a DER encoded ECDSA signature) over the message's SHA-256. */
int apus_public_key_verify(const apus_public_key *, const void *message, size_t message_count,
                           const uint8_t *signature, size_t signature_count);
void apus_public_key_free(apus_public_key *);

/* Fresh keys; NULL on failure. */
apus_signing_key *apus_signing_key_generate_rsa(unsigned bits);
apus_signing_key *apus_signing_key_generate_p256(void);
/* Reads an unencrypted private key (PKCS#8 or traditional PEM) of RSA or P-256; NULL for anything else. */
apus_signing_key *apus_signing_key_from_pem(const uint8_t *pem, size_t count);
/* 1 for an RSA key, 0 for a P-256 key. */
int apus_signing_key_is_rsa(const apus_signing_key *);
/* Each writes a buffer that apus_free must free. */
int apus_signing_key_pem(const apus_signing_key *, uint8_t **out, size_t *count);
int apus_signing_key_spki(const apus_signing_key *, uint8_t **out, size_t *count);
/* The subject public key alone: what the BIT STRING of the SubjectPublicKeyInfo holds. */
int apus_signing_key_public(const apus_signing_key *, uint8_t **out, size_t *count);
int apus_signing_key_sign(const apus_signing_key *, const void *message, size_t message_count, uint8_t **out,
                          size_t *count);
void apus_signing_key_free(apus_signing_key *);

void apus_free(void *);
