#define OPENSSL_SUPPRESS_DEPRECATED

#include "COpenSSL.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/sha.h>
#include <openssl/x509.h>

struct apus_sha256 {
	EVP_MD_CTX *context;
};

/* Exactly one of the two is set. */
struct apus_public_key {
	RSA *rsa;
	EVP_PKEY *pkey;
};

struct apus_signing_key {
	EVP_PKEY *pkey;
};

/* Fetched once: EVP_sha256() would look the implementation up in every call. */
static CRYPTO_ONCE once = CRYPTO_ONCE_STATIC_INIT;
static EVP_MD *sha256;

static void fetch_digests(void)
{
	sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
}

static _Noreturn void give_up(const char *what)
{
	fprintf(stderr, "libcrypto: %s failed\n", what);
	abort();
}

static void prepare(void)
{
	if (!CRYPTO_THREAD_run_once(&once, fetch_digests) || !sha256)
		give_up("EVP_MD_fetch");
}

/* ---- digests ------------------------------------------------------------ */

void apus_sha256_digest(const void *data, size_t count, uint8_t digest[32])
{
	prepare();
	if (!EVP_Digest(data, count, digest, NULL, sha256, NULL))
		give_up("SHA-256");
}

void apus_sha1_digest(const void *data, size_t count, uint8_t digest[20])
{
	/* The interface before EVP: key identifiers are short, and EVP's contexts would cost more than the digest. */
	SHA_CTX context;
	if (!SHA1_Init(&context) || !SHA1_Update(&context, data, count) || !SHA1_Final(digest, &context))
		give_up("SHA-1");
}

static apus_sha256 *empty_sha256(void)
{
	apus_sha256 *hash = malloc(sizeof *hash);
	if (!hash || !(hash->context = EVP_MD_CTX_new()))
		give_up("EVP_MD_CTX_new");
	return hash;
}

apus_sha256 *apus_sha256_new(void)
{
	prepare();
	apus_sha256 *hash = empty_sha256();
	if (!EVP_DigestInit_ex2(hash->context, sha256, NULL))
		give_up("EVP_DigestInit_ex2");
	return hash;
}

apus_sha256 *apus_sha256_copy(const apus_sha256 *other)
{
	apus_sha256 *hash = empty_sha256();
	if (!EVP_MD_CTX_copy_ex(hash->context, other->context))
		give_up("EVP_MD_CTX_copy_ex");
	return hash;
}

void apus_sha256_update(apus_sha256 *hash, const void *data, size_t count)
{
	if (!EVP_DigestUpdate(hash->context, data, count))
		give_up("EVP_DigestUpdate");
}

void apus_sha256_final(apus_sha256 *hash, uint8_t digest[32])
{
	if (!EVP_DigestFinal_ex(hash->context, digest, NULL))
		give_up("EVP_DigestFinal_ex");
}

void apus_sha256_free(apus_sha256 *hash)
{
	if (!hash)
		return;
	EVP_MD_CTX_free(hash->context);
	free(hash);
}

/* ---- public keys --------------------------------------------------------- */

static EVP_PKEY *key_from_parameters(const char *type, OSSL_PARAM *parameters)
{
	EVP_PKEY *pkey = NULL;
	EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, type, NULL);
	if (context && EVP_PKEY_fromdata_init(context) > 0 &&
	    EVP_PKEY_fromdata(context, &pkey, EVP_PKEY_PUBLIC_KEY, parameters) <= 0)
		pkey = NULL;
	EVP_PKEY_CTX_free(context);
	return pkey;
}

static EVP_PKEY *rsa_pkey(const BIGNUM *n, const BIGNUM *e)
{
	EVP_PKEY *pkey = NULL;
	OSSL_PARAM *parameters = NULL;
	OSSL_PARAM_BLD *builder = OSSL_PARAM_BLD_new();
	if (builder && OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_N, n) &&
	    OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_E, e) &&
	    (parameters = OSSL_PARAM_BLD_to_param(builder)))
		pkey = key_from_parameters("RSA", parameters);
	OSSL_PARAM_free(parameters);
	OSSL_PARAM_BLD_free(builder);
	return pkey;
}

static apus_public_key *wrap_public(RSA *rsa, EVP_PKEY *pkey)
{
	apus_public_key *key = rsa || pkey ? malloc(sizeof *key) : NULL;
	if (key) {
		key->rsa = rsa;
		key->pkey = pkey;
	} else {
		RSA_free(rsa);
		EVP_PKEY_free(pkey);
		ERR_clear_error();
	}
	return key;
}

apus_public_key *apus_public_key_rsa(const uint8_t *modulus, size_t modulus_count, const uint8_t *exponent,
                                     size_t exponent_count, enum apus_rsa_interface interface)
{
	RSA *rsa = NULL;
	EVP_PKEY *pkey = NULL;
	BIGNUM *n = NULL, *e = NULL;
	if (modulus_count <= INT_MAX && exponent_count <= INT_MAX &&
	    (n = BN_bin2bn(modulus, (int)modulus_count, NULL)) && (e = BN_bin2bn(exponent, (int)exponent_count, NULL))) {
		if (interface == APUS_RSA_EVP) {
			pkey = rsa_pkey(n, e);
		} else if ((rsa = RSA_new())) {
			if (RSA_set0_key(rsa, n, e, NULL)) { /* owns both now */
				n = e = NULL;
			} else {
				RSA_free(rsa);
				rsa = NULL;
			}
		}
	}
	BN_free(n);
	BN_free(e);
	return wrap_public(rsa, pkey);
}

apus_public_key *apus_public_key_p256(const uint8_t *point, size_t count)
{
	OSSL_PARAM parameters[] = {
		OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, (char *)"P-256", 0),
		OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, (void *)point, count),
		OSSL_PARAM_construct_end(),
	};
	return wrap_public(NULL, key_from_parameters("EC", parameters));
}

static int is_rsa(EVP_PKEY *pkey) { return EVP_PKEY_is_a(pkey, "RSA"); }

/* Prepares signing or verifying of a SHA-256 digest with RSASSA-PKCS1-v1_5 or ECDSA. */
static EVP_PKEY_CTX *signature_context(EVP_PKEY *pkey, int (*initialise)(EVP_PKEY_CTX *))
{
	EVP_PKEY_CTX *context = EVP_PKEY_CTX_new(pkey, NULL);
	if (context && initialise(context) > 0 &&
	    (!is_rsa(pkey) || EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING) > 0) &&
	    EVP_PKEY_CTX_set_signature_md(context, sha256) > 0)
		return context;
	EVP_PKEY_CTX_free(context);
	return NULL;
}

int apus_public_key_verify(const apus_public_key *key, const void *message, size_t message_count,
                           const uint8_t *signature, size_t signature_count)
{
	int good = 0;
	uint8_t digest[32];
	apus_sha256_digest(message, message_count, digest);
	if (key->rsa) {
		/* Safe on a shared key: the Montgomery context inside is made under the key's own lock. */
		good = signature_count <= UINT_MAX &&
		       RSA_verify(NID_sha256, digest, sizeof digest, signature, (unsigned)signature_count, key->rsa) == 1;
	} else {
		EVP_PKEY_CTX *context = signature_context(key->pkey, EVP_PKEY_verify_init);
		good = context && EVP_PKEY_verify(context, signature, signature_count, digest, sizeof digest) == 1;
		EVP_PKEY_CTX_free(context);
	}
	if (!good)
		ERR_clear_error();
	return good;
}

void apus_public_key_free(apus_public_key *key)
{
	if (!key)
		return;
	RSA_free(key->rsa);
	EVP_PKEY_free(key->pkey);
	free(key);
}

/* ---- signing keys -------------------------------------------------------- */

static apus_signing_key *wrap_signing(EVP_PKEY *pkey)
{
	apus_signing_key *key = pkey ? malloc(sizeof *key) : NULL;
	if (key) {
		key->pkey = pkey;
	} else {
		EVP_PKEY_free(pkey);
		ERR_clear_error();
	}
	return key;
}

apus_signing_key *apus_signing_key_generate_rsa(unsigned bits)
{
	return wrap_signing(EVP_PKEY_Q_keygen(NULL, NULL, "RSA", (size_t)bits));
}

apus_signing_key *apus_signing_key_generate_p256(void)
{
	return wrap_signing(EVP_PKEY_Q_keygen(NULL, NULL, "EC", "P-256"));
}

/* Without it, OpenSSL would ask the terminal for the passphrase of an encrypted key. */
static int no_passphrase(char *buffer, int size, int writing, void *data)
{
	(void)buffer, (void)size, (void)writing, (void)data;
	return -1;
}

static int is_p256(EVP_PKEY *pkey)
{
	char name[64];
	size_t count = 0;
	return EVP_PKEY_is_a(pkey, "EC") && EVP_PKEY_get_group_name(pkey, name, sizeof name, &count) == 1 &&
	       strcmp(name, "prime256v1") == 0;
}

apus_signing_key *apus_signing_key_from_pem(const uint8_t *pem, size_t count)
{
	EVP_PKEY *pkey = NULL;
	BIO *input = count <= INT_MAX ? BIO_new_mem_buf(pem, (int)count) : NULL;
	if (input && (pkey = PEM_read_bio_PrivateKey(input, NULL, no_passphrase, NULL)) && !is_rsa(pkey) &&
	    !is_p256(pkey)) {
		EVP_PKEY_free(pkey);
		pkey = NULL;
	}
	BIO_free(input);
	ERR_clear_error();
	return wrap_signing(pkey);
}

int apus_signing_key_is_rsa(const apus_signing_key *key) { return is_rsa(key->pkey); }

/* Hands over what an i2d function allocated. */
static int hand_over(uint8_t *encoded, int length, uint8_t **out, size_t *count)
{
	if (length <= 0) {
		ERR_clear_error();
		return 0;
	}
	*out = encoded;
	*count = (size_t)length;
	return 1;
}

int apus_signing_key_pem(const apus_signing_key *key, uint8_t **out, size_t *count)
{
	int length = 0;
	uint8_t *copy = NULL;
	char *text = NULL;
	BIO *output = BIO_new(BIO_s_mem());
	if (output && PEM_write_bio_PrivateKey(output, key->pkey, NULL, NULL, 0, NULL, NULL)) {
		long size = BIO_get_mem_data(output, &text);
		if (size > 0 && size <= INT_MAX && (copy = OPENSSL_memdup(text, (size_t)size)))
			length = (int)size;
	}
	BIO_free(output);
	return hand_over(copy, length, out, count);
}

int apus_signing_key_spki(const apus_signing_key *key, uint8_t **out, size_t *count)
{
	uint8_t *encoded = NULL;
	int length = i2d_PUBKEY(key->pkey, &encoded);
	return hand_over(encoded, length, out, count);
}

int apus_signing_key_public(const apus_signing_key *key, uint8_t **out, size_t *count)
{
	uint8_t *encoded = NULL;
	int length = i2d_PublicKey(key->pkey, &encoded);
	return hand_over(encoded, length, out, count);
}

int apus_signing_key_sign(const apus_signing_key *key, const void *message, size_t message_count, uint8_t **out,
                          size_t *count)
{
	int good = 0;
	size_t size = 0;
	uint8_t *signature = NULL;
	uint8_t digest[32];
	apus_sha256_digest(message, message_count, digest);
	EVP_PKEY_CTX *context = signature_context(key->pkey, EVP_PKEY_sign_init);
	if (context && EVP_PKEY_sign(context, NULL, &size, digest, sizeof digest) > 0 && (signature = OPENSSL_malloc(size)) &&
	    EVP_PKEY_sign(context, signature, &size, digest, sizeof digest) > 0) {
		*out = signature;
		*count = size;
		good = 1;
	} else {
		OPENSSL_free(signature);
		ERR_clear_error();
	}
	EVP_PKEY_CTX_free(context);
	return good;
}

void apus_signing_key_free(apus_signing_key *key)
{
	if (!key)
		return;
	EVP_PKEY_free(key->pkey);
	free(key);
}

void apus_free(void *buffer) { OPENSSL_free(buffer); }
